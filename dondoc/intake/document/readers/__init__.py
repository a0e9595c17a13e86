"""Foreign bytes → raw blocks. Run only in the locked-up child process (`dondoc.intake.document.child`)."""
