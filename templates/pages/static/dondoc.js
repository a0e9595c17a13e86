// Only where there is something to put right: bring the reader to the summary.
const summary = document.getElementById("loi");
if (summary) summary.focus();
