# ruff: noqa: E501
"""The longer patterns of words, each on its own line: who leads, what ends a title, who signs."""

import re

from dondoc.intake.document.words import Pattern

COOPERATES = Pattern(
    r"[,;.\-–\s(]*(?:và\s+|cùng\s+)?(?:chịu trách nhiệm\s+)?(?:phối hợp(?:\s+chặt chẽ)?(?:\s+(?:cùng\s+)?(?:với|cùng|các)?)?|(?<=chủ trì)\s*,?\s*cùng(?:\s+với)?|(?:cơ quan|đơn vị)\s+phối hợp\s*:?|phối hợp\s*:|cùng tham gia(?=[\s.;]*$))\s*"
)
LEADS = Pattern(
    r"[\s,:(\-–]*(?:là\s+)?(?:đồng\s+(?=chủ trì))?(?:(?:cơ quan|đơn vị|đầu mối|làm đầu mối)\s*,?\s*)*(?<!được giao )(?<!được phân công )chủ trì(?:\s+(?:tham mưu|thực hiện|tổ chức thực hiện|triển khai|soạn thảo|xây dựng))?[)]?\s*:?"
)
NOT_A_NAME = Pattern(
    r"(?:là\s+)?(?:đầu mối|thực hiện|tổ chức thực hiện|theo chức năng|theo phân công|theo nhiệm vụ|chịu trách nhiệm|triển khai|tham mưu|phối hợp thực hiện|cùng thực hiện|phối hợp|chủ trì|thường trực(?!\s+(?:hội|hđnd|hội đồng|tỉnh ủy|thành ủy|ubnd|ủy ban|huyện|đảng|ban|uỷ ban|tổ|ubmttq|mttq)))\b.*"
)
UNIT_TAIL = Pattern(
    r"\s+(?:(?:phối hợp\s+)?(?:cùng\s+)?(?:thực hiện|triển khai|tham mưu|tổ chức thực hiện|phối hợp|tham gia|phụ trách|đảm nhiệm|(?<!được giao )(?<!được phân công )chủ trì|chỉ đạo)(?:\s+(?:theo|ở|cấp|đối với)\s.*)?|chịu trách nhiệm)$"
    r"|\s*,?\s+(?:trong (?:phạm vi|công tác|việc|quá trình)|theo (?:tuyến|phạm vi|địa bàn quản lý)|theo (?:đúng\s+)?(?:chức năng|thẩm quyền|phân công|phân cấp|nhiệm vụ|quy định|lĩnh vực)|tùy theo|tùy tình hình)(?!\w).*$"
)
RANKS = Pattern(
    r"(?:(?:tm|kt|tl|tuq|q|t/m|k/t|t/l)\s*(?:\.|(?<=/[mtl])\s)|(?:quyền\s+)?(?:phó\s+)?(?:giám đốc|chủ tịch|bộ trưởng|thứ trưởng|chánh|cục trưởng|tổng cục trưởng|vụ trưởng|trưởng|bí thư|thủ tướng|viện trưởng|chi cục trưởng|hiệu trưởng|thủ trưởng|tổng giám đốc|thường trực|thống đốc|tổng thanh tra|thanh tra trưởng)(?!\w))"
)
TITLE_ENDS = Pattern(
    r"\(|căn cứ|thực hiện\s+(?:nghị quyết|quyết định|công văn|kế hoạch|chỉ thị|ý kiến|chương trình|luật|thông tư|văn bản|hướng dẫn|nghị định|kết luận|thông báo|đề án|chiến lược)\s+(?:số|của|ngày)|-{2,}|_{2,}|nhằm|để\s|triển khai\s+(?:nghị quyết|quyết định|công văn|kế hoạch|chỉ thị|luật)\s+số|kính gửi|cập nhật|số:|thi hành"
)
NOT_OF_THE_WORK = Pattern(
    r"(?:được tổ chức|không|nhiệm vụ|chế độ|công tác|kiểm tra|thanh tra|khám sức khỏe|làm việc|yêu cầu|báo cáo|đào tạo|chi|hiện tượng|kinh phí|dự toán|nguồn|tập quán|ngân sách|chương trình|sáng|kế hoạch|"
    r"định mức|hồ sơ|cập nhật|đối với|so với|thu nhập|kê khai|tài sản|số liệu|niên độ|của|cơ quan|giao ban|tháng|thư|thi đua|bảo dưỡng|trung hạn|(?:0?5 năm|trung hạn|dài hạn|trung hạn 5 năm)(?:,|\s+và))\s*$"
)
OPENINGS = Pattern(
    r"(?:căn cứ|trên cơ sở|theo|để|đối với|hằng|hàng|định kỳ|đột xuất|thường xuyên|mỗi|trước|từ|trong|khi|ngoài|bên cạnh|chậm nhất|sau|ngay|vào|đến|cùng với|riêng|đồng thời|tiếp tục|trường hợp|nhằm|thực hiện|triển khai|ngày|quý|tháng|cuối|đầu|định hướng|dựa)(?!\w|(?<=đầu) tư)"
)
ELIDED = Pattern(
    r"(?:là\s+(?:cơ quan|đơn vị)\s+(?:đầu mối|thường trực|chủ trì)[^,;.]{0,30},\s*)?(?:và\s+|tiếp tục\s+|chủ động\s+|tích cực\s+)?(?:chịu trách nhiệm\s+)?(?:(?:làm\s+)?đầu mối\s*,?\s*)?(?:chủ trì|chủ động)?(?:\s*,\s*|\s+và\s+|\s+)?(?:phối hợp(?:\s+chặt chẽ)?\s+(?:(?:với|cùng)\s+(?:với\s+)?)?|cùng\s+(?:với\s+)?)"
)
ALL_OF_IT = Pattern(
    r"\s*(?:có (?:trách nhiệm|nhiệm vụ)\s*)?(?:tổ chức\s+|tập trung\s+)?(?:thực hiện|triển khai|tham mưu)?(?:\s+thực hiện)?\s*(?:(?:tốt\s+)?(?:các|những|một số)\s+(?:nhiệm vụ|nội dung|công việc|giải pháp)[^:;.]{0,30})?(?:như sau|sau đây|sau)?\s*$"
)
ROLE_WORDS = Pattern(
    r"\s*,?\s*(?:(?:chịu\s+|có\s+)?trách nhiệm\s+)?(?:là\s+(?:cơ quan|đơn vị)\s+)?(?:làm đầu mối|đầu mối|chủ trì|phối hợp|"
    r"(?:tổ chức\s+|tham mưu\s+|triển khai\s+|cùng\s+)*thực hiện|tham mưu|triển khai|phụ trách|tham gia|hoàn thành|thường xuyên)(?!\w)"
    r"(?:\s+(?:với|cùng)(?!\w))?"
)
# What a bracket behind a unit's name says of its office: "Sở Nội vụ (cơ quan thường trực)".
OFFICE = Pattern(
    r"(?:là\s+)?(?:cơ quan|đơn vị|bộ phận)\s+(?:thường trực|đầu mối|chủ trì|tham mưu|chủ quản|quản lý)|sau đây|gọi tắt|viết tắt"
)
# "Sở A thực hiện, Sở B phối hợp": who carries out beside who cooperates leads.
CARRIES_OUT = re.compile(
    r"(?<!phối hợp )(?<!cùng )(?:tổ chức thực hiện|thực hiện|phụ trách|đảm nhiệm|làm đầu mối|phát động)(?=\s*[,;]\s*[^.]*(?:phối hợp|cùng tham gia))|phụ trách(?=[\s.;]*$)"
)
# "Sở Nội vụ - cơ quan thường trực Ban Chỉ đạo": the office behind a name is none of it.
ITS_OFFICE = re.compile(
    r"(?<![Cc]ác cơ quan)\s*[-–,]\s+(?:là\s+)?(?:cơ quan|đơn vị)\s+(?:thường trực|đầu mối|chủ trì|tham mưu|chủ quản)(?:\s.*)?$"
)
# The line below a title that says what the plan is made for; a capital begins it.
PREAMBLE = Pattern(
    r"căn cứ\s|theo đề nghị của|xét đề nghị|(?:thực hiện|triển khai(?: thực hiện)?)\s+(?:nghị quyết|quyết định|công văn|kế hoạch|chỉ thị|chương trình|luật|thông tư|văn bản|hướng dẫn|nghị định|kết luận|thông báo|đề án)\s+(?:liên tịch\s+)?số(?!\w)"
)
# "…; phân công cán bộ phụ trách từng thôn": the unit's own people, who are no other unit.
OWN_PEOPLE = Pattern(
    r"(?:(?:từng|mỗi|các)\s+(?=cán bộ|thành viên|công chức|viên chức|nhân viên))?(?:cán bộ|công chức|viên chức|chuyên viên|thành viên|lãnh đạo|nhân viên|đội ngũ|người|đoàn viên|lực lượng|tổ|đơn vị|"
    r"doanh nghiệp|hợp tác xã|câu lạc bộ|cơ quan|địa phương|hộ|cộng đồng|cá nhân|nhà thầu|"
    r"kiểm toán|thanh tra|báo|thuế|bảo hiểm|kho|trường|ga|trại|cổng|đài|điện lực|viễn thông|nhân dân|cơ sở|khu vực)(?!\w)"
)
# With whom a further part of the work is done, and who else is told to do it.
WITH = Pattern(
    r"(?<!quy chế )(?<!cơ chế )(?<!chương trình )(?<!công tác )(?<!việc )(?<!sự )"
    r"phối hợp(?:\s+chặt chẽ)?\s+(?:(?:với|cùng)\s+(?:với\s+)?|(?=(?:sở|ubnd|ủy ban|công an|phòng|văn phòng|hội|đoàn|chi cục|ban)\s))"
)
ANOTHER = Pattern(r"(?:^|[\s,;])(?:giao|yêu cầu|chỉ đạo|đề nghị|hướng dẫn|đôn đốc|để|vận động|mời|cử)\s")
# "… tháng trước ngày 16 hằng tháng, báo cáo 6 tháng trước ngày 14/5, báo cáo năm trước ngày 14/11".
BETWEEN_ROUNDS = Pattern(
    r"[\s,;)]*(?:và\s+)?(?:đối với\s+|\()?(?:báo cáo\s+)?(?:định kỳ\s+)?"
    r"(?:quý\s+(?:iv|i{1,3}|[1-4])|tháng|quý|(?:0?[369]|sáu|chín)\s+tháng(?:\s+đầu năm)?|(?:cả\s+)?năm|tổng kết năm)"
    r"(?:\)[\s,;]*(?:và\s+)?)?\s*[:(]?\s*"
)
# "; khi có sự cố huy động …"
WHEN_IT_HAPPENS = Pattern(r"(?:khi|nếu)\s+(?:có\s+(?!yêu cầu|phát sinh|đề nghị|vụ việc|chỉ đạo)|xảy ra|xuất hiện)")
# A line that speaks of all works beside it.
OF_ALL = Pattern(
    r"(?:thời gian\s+(?:thực hiện|hoàn thành|triển khai)?\s*)?(?:tất cả\s+)?(?:các\s+)?(?:nhiệm vụ|nội dung|công việc|hoạt động)\s+"
    r"(?:này\s+|tại|thuộc|nêu tại|nêu trên|trên(?:\s+đây)?|ở trên|của|quy định tại)(?!\w)"
)
# Behind these a word is the event's own verb or a noun: "sau khi có kết quả kiểm kê".
OWN_OF_EVENT = Pattern(
    r"(?:.*\s)?(?:khi|ngày|thời điểm|được|có|đã|bị|và|hoặc|cho|việc|sự|công tác|kết quả|quyết định|kế hoạch|văn bản|hướng dẫn|"
    r"nghị định|thông tư|báo cáo|ý kiến|thông báo|phương án|chủ trương|hồ sơ|dự toán|chương trình|nhận|của|về|để|chỉ đạo|yêu cầu|đề án|dự án|"
    r"đề nghị|nghị quyết|kết luận|hội nghị|đơn vị|cơ quan|lệnh|phép|đủ|hết|nhận được|đơn|kết thúc|hoàn thành|tiến hành|sơ kết|tổng kết|đợt|kỳ|cuộc)\s+$"
)
RECIPIENTS = Pattern(r"[#*_\s]*nơi nhận\s*:?")
# A part of a list of units that says when.
TIME_ONLY = Pattern(
    r"(?:đến hết|chậm nhất|định kỳ|xong|hoàn thành|trước ngày|quý\s+[iv]+|tháng\s+\d|thời gian|thời hạn|năm\s+20\d\d)(?!\w)"
)
# "Sở A, với sự phối hợp của Hội B, xây dựng …"
WITH_HELP = Pattern(r"(?:,\s*)?(?:với|có)\s+sự\s+(?:phối hợp|tham gia|hỗ trợ|đồng hành|giúp đỡ)\s+của\s+")
# "Đội ngũ dạy bơi phải có chứng nhận": what people and things must be like, which gives no unit a work.
MUST_BE = Pattern(
    r"(?:các\s+|những\s+|mọi\s+)?(?:đội ngũ|cơ sở|hồ sơ|phương tiện|người|hộ|xe|tàu|hàng hóa|sản phẩm|công trình|nội dung|việc|"
    r"tin bài|hình thức|số liệu|thông tin|học viên|học sinh|thí sinh)(?:\s[^,;:.]{0,60}?)?\s(?:phải|cần|bắt buộc phải)\s+"
    r"(?:có|bị|được|đạt|là|đủ|đáp ứng|bảo đảm|đảm bảo)(?!\w)"
)
