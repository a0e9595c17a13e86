# ruff: noqa: E501
"""The expressions of time as a table of patterns: what each begins with, and what it says."""

from dondoc.intake.document.words import Pattern

_YEAR = r"20\d{2}"
_OF_YEAR = rf"(?:\s*(?:/|-|–|,?\s*năm)?\s*{_YEAR}(?!\d))"
_DASH = r"\s*(?:-|–|—|÷|đến hết|đến|tới)\s*"
_LIST = rf"(?:{_DASH}|\s*,\s*|\s*;\s*|\s*và\s*|\s*[&+]\s*)"
_ROMAN = r"(?:iv|i{1,3}|[1-4]|0[1-4])(?![a-zà-ỹ]|\d(?!\d{3}))"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d|\s*%)"
_SEPARATED = rf"(?:\s*[/.-]\s*|,?\s*năm\s*){_YEAR}(?!\d)"
_NTH = r"(?:một|hai|ba|tư|bốn)"
_MONTH_WORD = r"(?:giêng|hai|ba|tư|sáu|bảy|tám|chín|mười\s+một|mười\s+hai|mười|chạp)"
_LUNAR = (
    r"(?:\s+(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)\s+(?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi))?"
)
_PERIOD = r"(?:0?3\s+tháng|0?6\s+tháng|sáu\s+tháng|0?9\s+tháng|chín\s+tháng|tháng|quý|nửa\s+năm|(?:cả\s+|0?1\s+)?năm|tuần|ngày(?!\s*\d))"
_PERIODS = rf"{_PERIOD}(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s*/\s*)(?:(?:hằng|hàng)\s+)?{_PERIOD}(?!\s*[\diI]))*"
_DAY_MONTH = rf"(?!24\s*/\s*(?:24|7)(?!\s*/))(?:3[01]|[12]\d|0?[1-9])\s*/\s*{_MONTH}(?!\s*/\s*\d{{3}}\d?\b)(?!\.\d{{3}})(?!\s*/\s*{_YEAR})(?!\s+(?:số|tổng số|diện tích|chiều|giá trị|hộ|thành viên|đại biểu|mức|cử tri)(?!\w))"
_FULL = rf"(?:3[01]|[12]\d|0?[1-9])\s*([/.-])\s*{_MONTH}\s*\1?[/.-]?\s*{_YEAR}(?!\d)"
_WORDED = rf"(?<!đợt )(?<!vòng )(?<!giai đoạn )(?<!lần )(?:3[01]|[12]\d|0?[1-9])\s*tháng\s*{_MONTH}(?!\s*lần)(?:\s*(?:,?\s*năm|/)\s*{_YEAR}(?!\d))?"
_DATE = rf"(?:(?:{_WORDED})|(?:3[01]|[12]\d|0?[1-9])\s*[/.-]\s*{_MONTH}\s*[/.-]\s*{_YEAR}(?!\d)|{_DAY_MONTH})"
_COUNT = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mười lăm|hai mươi|ba mươi)"
_TO_CLAUSE_END = r"(?:(?!\s[-–—]\s(?!20\d\d|kỹ thuật|xã hội|tài chính|môi trường|công nghệ))(?:[^.;:,\n()]|,(?=\s(?:thể thao và du lịch|chữa cháy|truyền hình|lưu trữ)))){0,140}"
_ASSEMBLY = r"(?:,\s*(?:quốc hội|hđnd[^.;,\n()]{0,40}?)\s+khóa\s+[ivx]+)?"
_CONTENT_EVENT = (
    r"(?:được\s+)?(?:ban hành|phê duyệt|ký ban hành|thông qua|có hiệu lực|công bố|ký|hoàn thành|kết thúc|nhận được)"
)

# In this order: what stands first wins where two begin at the same place.
TIMES: tuple[tuple[str, str], ...] = (
    ("event", rf"(?:(?:trong\s+(?:vòng|thời hạn)\s+(?:không quá\s+)?|chậm nhất\s+(?:là\s+|sau\s+)?|muộn nhất\s+(?:là\s+|sau\s+)?|không quá\s+|sau\s+)?{_COUNT}\s+(?:ngày|tháng|tuần|giờ|phút|năm)(?:\s+làm việc)?,?\s*)?"
              rf"(?:ngay\s+)?(?:sau khi|kể từ khi|kể từ ngày|kể từ thời điểm|từ khi|sau ngày)\s+(?!\d|tháng){_TO_CLAUSE_END}"),
    ("event", rf"(?:(?:chậm nhất|ít nhất|tối thiểu)\s+)?{_COUNT}\s+(?:ngày|tháng|tuần|giờ)(?:\s+làm việc)?\s+(?:trước|sau)\s+(?:ngày|khi|thời điểm)\s+(?!\d|tháng){_TO_CLAUSE_END}"),
    ("event", rf"(?:(?:trong\s+(?:vòng|thời hạn)|chậm nhất)\s+)?{_COUNT}\s+(?:ngày|tháng|tuần|giờ)(?:\s+làm việc)?\s+(?:trước|sau)\s+(?:kỳ họp|(?:lễ\s+)?(?:bế mạc|khai mạc|bế giảng|khai giảng)|hội nghị|phiên họp|cuộc họp|sự kiện|đợt kiểm tra)(?:\s+(?!hoàn thành|gửi|báo cáo)\w+){{0,4}}"),
    ("event", rf"(?:xong\s+)?trước(?:\s+(?:ngày|lễ|dịp|thềm|khi))?\s+(?:bước vào(?=\s+năm học)|khai giảng|khai mạc|bế giảng|tổng tuyển cử|bầu cử|đại hội)(?:\s+(?:năm học(?:\s+mới|\s+{_YEAR}\s*[-–]\s*{_YEAR})?|đảng|hđnd))?(?:\s+(?:năm\s+)?{_YEAR})?|(?:ngay\s+)?sau\s+tết(?:\s+nguyên đán)?{_LUNAR}(?:\s+(?:năm\s+)?{_YEAR})?"),
    ("event", rf"sau\s+{_COUNT}\s+(?:ngày|tháng|tuần|năm)\s+(?:thực hiện|triển khai|thí điểm|vận hành|áp dụng)|trước\s+(?:mỗi|từng|các|ngày|khi)\s+(?!\d)(?:\w+\s+){{1,4}}?{_COUNT}\s+(?:ngày|giờ|tuần)(?:\s+làm việc)?|trước\s+(?:mỗi|từng)\s+(?:mùa|vụ|buổi|đợt|khóa)\s+\w+(?:\s+bão)?"),
    ("event", rf"(?:(?:trước|sau|theo|giữa)\s+|(?<=tại ))(?:các\s+|mỗi\s+)?kỳ họp{_TO_CLAUSE_END}{_ASSEMBLY}|kỳ họp\s+(?:thứ|giữa|cuối|thường lệ|chuyên đề|hđnd){_TO_CLAUSE_END}{_ASSEMBLY}"),
    ("event", r"(?:ngay\s+)?(?:trước|sau)\s+(?:mỗi|từng|các)\s+(?:đợt|cuộc|kỳ|lần|trận|vụ|phiên)\s+(?:thiên tai|mưa bão|mưa lũ|bão lũ|bão|lũ|mưa|dịch|kiểm tra|thanh tra|giám sát|họp|sản xuất|gieo trồng|xúc tiến|hội chợ|thi|học|biểu diễn|phát động|tập huấn|đánh giá|tiếp công dân|diễn tập|cháy|sự cố|tai nạn|thu hoạch|khảo sát|ra quân|bồi dưỡng|báo cáo|giao ban)"),
    ("event", rf"(?:ngay\s+|trước\s+)?khi\s+(?!có yêu cầu|cần|có phát sinh|phát sinh|được yêu cầu|có đề nghị|có chỉ đạo|có vụ việc|có văn bản yêu cầu)[^.;,\n()]{{0,80}}?{_CONTENT_EVENT}[^.;,\n()]{{0,60}}"),
    ("event", r"khi\s+được\s+(?!yêu cầu|mời|hỏi|đề nghị)[^.;,()\n]{3,60}(?=\s*(?:[.;,)\n]|$))|"
              rf"(?:chậm nhất|muộn nhất|không quá)\s+(?:là\s+)?sau\s+{_COUNT}\s+(?:ngày|giờ|tuần)(?:\s+làm việc)?"),
    ("ad_hoc", r"đột xuất(?:\s*(?:khi có|theo)\s+yêu cầu|\s*khi\s+(?:có|xảy ra)\s+(?:[^.;,\n()]{2,40}(?=[.;,)]|$)|(?:sự cố|vụ việc|tình huống|thiên tai|dịch bệnh|biến động)))?|(?:khi|nếu)\s+(?:có|xảy ra|xuất hiện)\s+(?:sự cố|tình huống|vụ việc|thiên tai|dịch bệnh|biến động|cháy|tai nạn|thay đổi|bão(?:,\s+áp thấp nhiệt đới)?|lũ|mưa lớn|ổ dịch|tin báo|tố giác|sự kiện phát sinh|khiếu nại|phản ánh)(?:\s+(?:thiên tai|khẩn cấp|bất thường|đột xuất|xảy ra|phát sinh|nghiêm trọng|lớn))?(?:\s+của\s+[^.;,\n()]{1,70})?|(?:khi có|theo|khi được)\s+(?:văn bản\s+)?yêu cầu(?:\s+của\s+[^.;,\n()]{1,70})?|khi\s+(?:có\s+)?phát sinh(?:\s+(?!để|thì|và)\w+\s[^.;,()\n]{2,40}(?=[.;,)\n]|$))?|khi\s+cần(?:\s+thiết)?|khi có (?:đề nghị|vụ việc|chỉ đạo|lệnh)(?:\s+của\s+[^.;,\n()]{1,70})?"),
    ("continuous", rf"thường xuyên(?:\s*,\s*liên tục)?(?:\s*,?\s*(?:trong|cả|suốt)?\s*(?:cả\s+)?(?:các\s+)?(?:năm(?!\s+học)(?:\s+{_YEAR}(?!\s*[-–]))?|mùa\s+(?:khô|mưa|lũ|bão|mưa bão|mưa lũ)))?(?!\s*\w*\s*hoạt động)|liên tục(?:\s+trong\s+năm)?|quanh năm|suốt năm"),
    ("rounds", rf"đợt\s+(?:0?1|một|i)\s*:?\s*(?:trong\s+|vào\s+|từ\s+)?tháng\s*{_MONTH}(?:{_DASH}(?:tháng\s*)?{_MONTH})?"
                rf"(?:\s*[,;]?\s*(?:và\s+)?đợt\s+(?:\d|hai|ba|i{{1,3}})\s*:?\s*(?:trong\s+|vào\s+|từ\s+)?tháng\s*{_MONTH}(?:{_DASH}(?:tháng\s*)?{_MONTH})?)*"),
    ("week", rf"tuần\s+(?:thứ\s+)?(?:0?[1-5]|nhất|hai|ba|tư)(?:\s*(?:,|và|-|–|&)\s*(?:tuần\s+)?(?:thứ\s+)?(?:0?[1-5]|hai|ba|tư))*,?\s+(?:của\s+)?tháng\s*{_MONTH}{_OF_YEAR}?"),
    ("dates", rf"(?:các\s+)?(?:ngày\s+)?{_DATE}(?:(?:\s*,\s*|\s*;\s*|\s*và\s*|\s*hoặc\s*)(?:trước\s+)?(?:ngày\s+)?{_DATE})+"),
    ("range", rf"(?:từ\s+)?(?:ngày\s+)?(?:{_DATE}|(?:3[01]|[12]\d|0?[1-9])){_DASH}(?:hết\s+)?(?:ngày\s+)?{_DATE}"),
    ("open_range", rf"(?:từ\s+)(?:tháng\s*{_MONTH}{_OF_YEAR}?|(?:ngày\s+)?{_DATE})\s+(?:cho\s+)?đến khi\s+[^.;,()\n]{{3,60}}"),
    ("open_range", rf"(?:từ\s+)?(?:ngày\s+)?{_DATE}{_DASH}(?:hết\s+)?tháng\s*{_MONTH}{_OF_YEAR}?"),
    ("range", rf"(?:từ\s+)?(?:t\.?\s*)?{_MONTH}\s*[/.-]\s*{_YEAR}{_DASH}(?:t\.?\s*)?{_MONTH}\s*[/.-]\s*{_YEAR}(?!\d)"),
    ("range", rf"(?:từ\s+)?(?<![\d/.-]){_MONTH}\s*[-–]\s*{_MONTH}\s*/\s*{_YEAR}(?!\d)"),
    ("date", rf"(?:ngày\s+)?(?:mùng\s+)?{_DATE}"),
    ("monthly_day", r"(?:định kỳ\s+(?:vào\s+)?)?ngày\s+(?:mùng\s+)?(?:3[01]|[12]\d|0?[1-9])(?:(?:\s*,\s*|\s*,?\s+và\s+)(?:ngày\s+)?(?:3[01]|[12]\d|0?[1-9])(?!\s*/|\d))*(?:\s+(?:của|các))?\s*(?:(?:hằng|hàng|mỗi)\s+(?:tháng|quý|năm)|tháng\s+(?:cuối cùng|đầu tiên|cuối|đầu|thứ hai|giữa)(?:\s+(?:của\s+)?)(?:mỗi\s+|từng\s+)?(?:quý|kỳ)(?:\s+(?:sau|tiếp theo|kế tiếp|liền kề))?(?:\s+báo cáo(?=\s*(?:[.,;)]|$)))?|tháng\s+(?:sau|kế tiếp|liền kề|tiếp theo|cuối kỳ))(?:\s+(?:sau\s+)?(?:quý|kỳ)\s+báo cáo)?"),
    ("monthly_day", r"(?<![.,-])(?<!thứ\s)(?<!tuần\s)(?:3[01]|[12]\d|0?[1-9])\s+(?:hằng|hàng)\s+tháng"),
    ("day", r"ngày\s+(?:mùng\s+)?(?:3[01]|[12]\d|0?[1-9])(?!\s*(?:tháng|/|\d|ngày|lần))"),
    ("range", rf"(?:từ\s+)?tháng\s*{_MONTH}(?:\s*/\s*{_YEAR}|\s+năm\s+{_YEAR})?{_DASH}(?:hết\s+)?(?:tháng\s*)?{_MONTH}(?!\s*/\s*\d{{1,2}}(?!\d)){_OF_YEAR}?"),
    ("season", rf"dịp\s+(?:kỷ niệm|lễ|tết|đại hội|khai giảng|tổng kết)(?:(?!\s\d{{1,2}}\s*/)[^.;,\n()]){{0,60}}|(?<=trước\s)tết(?!\s+(?:nguyên|trung thu|dương|cổ))(?!\w)|tết\s+(?:nguyên đán|trung thu|dương lịch|cổ truyền){_LUNAR}(?:\s+(?:năm\s+)?{_YEAR})?|(?:dịp|kỳ nghỉ|nghỉ|trong)\s+hè(?:\s+(?:năm\s+)?{_YEAR})?|hè\s+(?:năm\s+)?{_YEAR}"),
    ("school", rf"(?:học\s+kỳ|hk)\s*(?:i{{1,2}}|0?[12]|một|hai|hè)(?!\w)(?:\s*,?\s*(?:của\s+)?năm\s+học(?:\s+{_YEAR}(?:{_DASH}{_YEAR})?)?)?"),
    ("season", rf"(?:vụ|mùa)\s+(?:hè thu|đông xuân|xuân hè|thu đông|xuân|đông|hè|mùa|mưa bão|mưa lũ|mưa, bão|mưa|bão lũ|bão|lũ|khô|nắng nóng|cháy|du lịch|tuyển sinh|lễ hội|thi)(?:\s+(?:hè|xuân|đông))?(?:\s+năm)?(?:\s+{_YEAR}(?:\s*[-–]\s*{_YEAR})?)?"),
    ("months", rf"(?:các\s+)?tháng\s*{_MONTH}(?:(?:\s*,\s*(?:và\s+)?|\s*và\s*)(?:tháng\s*)?{_MONTH}(?!\s*/\s*\d{{1,2}}(?!\d)))+{_OF_YEAR}?"),
    ("month", rf"(?:(?:đầu|giữa|cuối|trung tuần|thượng tuần|hạ tuần|tuần đầu|tuần cuối)\s+(?:của\s+)?)?tháng\s*{_MONTH}{_OF_YEAR}?"),
    ("range", rf"t\.?\s*{_MONTH}(?:{_SEPARATED})?{_DASH}(?:t\.?\s*)?{_MONTH}{_SEPARATED}"),
    ("month", rf"(?<![\d/.-])(?:t\.?\s*)?{_MONTH}\s*[/.-]\s*{_YEAR}(?!\d|[/-])"),
    ("month", rf"tháng\s+(?:{_MONTH_WORD}(?!\w|\s+(?:lần|tháng|kỳ|ngày))(?:{_SEPARATED})?|(?:một|năm){_SEPARATED})"),
    ("range", rf"q\.?\s*{_ROMAN}(?:{_SEPARATED})?{_DASH}(?:q\.?\s*)?{_ROMAN}{_SEPARATED}"),
    ("quarter", rf"q\.?\s*{_ROMAN}{_SEPARATED}|quý\s+{_NTH}(?!\w)(?:{_SEPARATED})?"),
    ("range", rf"(?:từ\s+)?quý\s*{_ROMAN}{_OF_YEAR}?{_DASH}(?:hết\s+)?(?:quý\s*)?{_ROMAN}{_OF_YEAR}?"),
    ("quarters", rf"(?:các\s+)?quý\s*{_ROMAN}{_OF_YEAR}?(?:{_LIST}(?:quý\s*)?{_ROMAN})+{_OF_YEAR}?"),
    ("quarter", rf"(?:(?:đầu|giữa|cuối)\s+)?quý\s*{_ROMAN}{_OF_YEAR}?"),
    ("half", rf"(?:0?[369]|sáu|chín|ba)\s+tháng\s+(?:đầu|cuối)(?:\s+năm)?(?:\s+{_YEAR})?"),
    ("times_a", r"(?:0?[136]\s+)?tháng\s+0?1\s+lần|\d{1,2}\s+(?:lần|kỳ|đợt|số|tin|bài|tuần(?=\s*/)|tin bài|buổi|phiên|cuộc|chuyên mục|chuyên đề|phóng sự|ngày|hội nghị|giờ|lớp|chuyến|mô hình|văn bản|báo cáo|lượt)\s*(?:/|một|mỗi)\s*(?:01\s+|1\s+)?(?:năm|quý|tháng|tuần|ngày(?!\s*\d))|(?:\d{1,2}\s+(?:lần|kỳ|đợt)\s+trong\s+(?:01\s+|1\s+)?(?:năm|quý|tháng|tuần)(?!\s*(?:\d|i|v)))|(?:định kỳ\s+)?(?:hai|ba|bốn|\d{1,2})\s+(?:năm|tháng|tuần|quý|ngày)\s+(?:một|0?1)\s+lần|(?:định kỳ\s+)?\d{1,2}\s+(?:giờ|tháng|tuần|ngày|quý|năm)\s*/\s*(?:0?1\s*)?lần|(?:0?[136]\s+)?(?:tháng|quý|năm|tuần)\s*(?:/|một)\s*(?:0?1\s*)?lần|(?:0?1|mỗi)\s+năm\s+\d{1,2}\s+lần|(?:đầu|cuối)\s+mỗi\s+(?:tuần|tháng|quý|năm)(?!\s+(?:học|\d|một))|(?:(?:đầu|giữa|cuối)\s+)?(?:mỗi|hằng|hàng)\s+học\s+kỳ(?:\s+(?:0?1|một)\s+lần)?|mỗi\s+(?:ngày|tuần|tháng|quý|năm)\s+(?:ít nhất\s+|tối thiểu\s+)?\d{1,2}\s+(?:ngày|giờ|lượt|buổi|lần|phiên)|mỗi\s+(?:tuần|tháng|quý|năm)(?:\s+(?:ít nhất\s+)?(?:\d{1,2}|một|hai|ba|bốn)\s+(?:lần|số|tin|bài|buổi|phiên|cuộc|đợt|kỳ|chuyên mục|chuyên đề|lớp|chuyến|hội nghị|phóng sự|lượt))?"),
    ("periodic", rf"định kỳ\s+(?:vào\s+)?(?:các\s+)?tháng\s*{_MONTH}(?:(?:\s*,\s*|\s+và\s+)(?:tháng\s*)?{_MONTH})*\s+(?:hằng|hàng)\s+năm"),
    ("periodic", rf"định kỳ(?:\s+(?:hằng|hàng|mỗi|theo|vào)|\s*[:(])?\s*{_PERIODS}(?!\s*{_ROMAN}\b|\s+20\d\d)(?:\s*(?:/|một)\s*0?1?\s*lần)?(?:\s+(?:đầu|cuối)\s+năm)?"),
    ("periodic", rf"(?:ngày làm việc\s+(?:cuối cùng|đầu tiên|cuối|thứ\s+\w+)\s+(?:của\s+)?|(?:(?:(?:trước|chậm nhất)\s+)?\d{{1,2}}\s*(?:giờ|h)(?:\s*\d{{2}}(?!\d))?\s+)?(?:ngày\s+|các ngày\s+|sáng\s+|chiều\s+|tối\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?:\s*(?:,|và)\s*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật))*\s+(?:(?:cuối cùng|đầu tiên|đầu|cuối)\s+)?(?:tuần\s+(?:đầu|cuối|thứ\s+\w+)\s+)?(?:của\s+)?(?=hằng|hàng|mỗi)|(?:(?:trước|chậm nhất)\s+)?\d{{1,2}}\s*(?:giờ|h)(?:\s*\d{{2}}(?!\d))?\s+)?(?:hằng|hàng|(?:(?<=của )|(?<=cuối )|(?<=đầu )|(?<=cùng )|(?<=tiên ))mỗi)\s+{_PERIODS}"),
    ("periodic", rf"(?<!\w)(?:tháng|quý|0?6\s+tháng|0?9\s+tháng)(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s*/\s*){_PERIODS}(?!\s*\d)|0?6\s+tháng(?=\s*\()"),
    ("periodic", r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\s+(?:tuần\s+)?(?:đầu|cuối)(?:\s+tuần)?\s+(?:của\s+)?tháng(?!\s*\d)"),
    ("periodic", r"định kỳ"),
    ("onwards", rf"(?:từ\s+)?(?:(?:năm|giai đoạn)\s+)?(?<![\d/]){_YEAR}(?:{_DASH}(?:năm\s+)?{_YEAR})?\s*(?:,|và|-)\s*(?:(?:các|những)\s+)?năm\s+tiếp theo"),
    ("stage", rf"(?:(?:đầu|cuối|giữa)\s+)?năm học\s+{_YEAR}(?:{_DASH}|\s+){_YEAR}|(?:đầu|cuối|giữa)\s+năm học(?:\s+mới)?|(?:giai đoạn|thời kỳ|nhiệm kỳ|trong các năm|các năm|năm học|năm)\s+{_YEAR}{_DASH}(?:năm\s+)?{_YEAR}|(?:từ\s+)?(?:năm\s+)?(?<!\d){_YEAR}{_DASH}(?:năm\s+)?{_YEAR}(?!\d)"),
    ("years", rf"(?:các\s+)?năm\s+{_YEAR}(?:(?:\s*,\s*|\s+và\s+)(?:năm\s+)?{_YEAR})+"),
    ("year", rf"(?:(?:đầu|giữa|cuối)\s+)?năm\s+(?:học\s+)?{_YEAR}|(?<![\d/-]){_YEAR}(?![\d/-])"),
    ("whole_year", r"(?:trong|cả|suốt)\s+(?:cả\s+)?năm(?!\s+\d|\s+học)|(?:cả|suốt)\s+năm\s+20\d{2}|(?:cuối|đầu|giữa)\s+(?:năm|quý)(?!\s+\d)"),
    ("vague", rf"theo\s+(?:kế hoạch|lộ trình|quy định|tiến độ|chỉ đạo|hướng dẫn|phân công|chương trình|thời hạn|đề nghị){_TO_CLAUSE_END}|khẩn trương|kịp thời|ngay|sớm"),
)  # fmt: skip

# What stands directly before a time and changes what it means.
BEFORE = Pattern(
    r"(?:(?:hoàn thành|xong|hoàn tất|kết thúc|ban hành|gửi|báo cáo)\s+)?"
    r"(?P<word>trước|chậm nhất|muộn nhất|trễ nhất|không quá|không muộn hơn|xong trong|hoàn thành trong|xong|hoàn thành vào|hoàn thành|"
    r"đến hết|đến trước|cho đến|cho đến hết|đến|tới|hết|từ|kể từ|bắt đầu từ|sau|trước và sau|đến cuối|trước cuối)"
    r"(?:,?\s+(?:và\s+)?đưa vào (?:sử dụng|vận hành|khai thác|hoạt động))?"
    r"(?:\s+(?:là|vào|đến|hết|trong|thời điểm|thời hạn))*(?:\s+ngày)?[\s:(]*$"
)
DONE = Pattern(r"(?:hoàn thành|xong|hoàn tất)\s*(?:\S+\s+){0,4}$")
# Dates of other papers, which are no times of the work.
CITATIONS = Pattern(
    r"tuổi\s+\d{1,3}(?!\d)|(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?20\d{2}|"
    r"(?:số\s*)?\d{1,5}\s*(?:/20\d{2})?\s*[/-]\s*(?![tq]\.?\s*(?:\d|iv|i{1,3}(?!\w))|(?:tháng|quý|năm|ngày|tuần|hết|đầu|cuối)(?!\w))[a-zđ][\w.&đ]*(?:[-/.][\w&đ.]+)*(?:\s*,?\s*\(?ngày\s+\d{1,2}\s*(?:/|-|\.|tháng)\s*\d{1,2}\s*(?:/|-|\.|năm)\s*\d{4}\)?)?"
    r"|(?:(?<=thường xuyên, )|(?<=thường xuyên; )|(?<=trong năm, ))(?:tập trung\s+)?cao điểm\s+(?:(?:là|vào|trong|các)\s+)*(?:dịp|lễ|tết|ngày lễ)[^.;\n]*"
    r"|(?:ký|ban hành|(?<=được\s)phê duyệt|(?<=đã\s)phê duyệt|họp)\s+ngày\s+\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d{2}"
    r"|(?<!pháp\s)(?<!kỷ\s)(?:luật|bộ luật|pháp lệnh)(?:(?!trước ngày|từ ngày|chậm nhất|trong quý|trong tháng|hoàn thành|xong|\squý\s|”)[^.;\n]){3,90}?(?:ngày\s+\d{1,2}/\d{1,2}/\d{4}|năm\s+\d{4})"
    r"|(?<!vụ\s)(?<!phòng\s)(?<!sở\s)(?<!bộ\s)(?<!ban\s)(?:kế hoạch|chương trình|đề án|chiến lược|nghị quyết|dự toán|quy hoạch|ngân sách|tổng kết|niên độ|báo cáo|chỉ thị|kết luận|mục tiêu|chỉ tiêu|dự án)\s(?:(?!trước ngày|chậm nhất|trong quý|trong tháng|hoàn thành|,\s+đến\s+(?:hết\s+)?năm)[^.;\n]){0,80}?(?:giai đoạn\s+\d{4}\s*[-–]\s*\d{4}|(?<!tháng\s\d\s)(?<!tháng\s\d\d\s)(?<!hết\s)(?<!trong\s)(?<!vào\s)(?<!từ\s)(?<!đầu\s)(?<!giữa\s)(?<!cuối\s)(?<!quý\si\s)(?<!quý\sii\s)(?<!quý\siii\s)(?<!quý\siv\s)(?:đến\s+)?năm\s+\d{4}(?!\d))(?:\s*,\s*(?:tầm nhìn|định hướng)(?:\s+đến)?\s+năm\s+\d{4})?"
)
# Dates and months inside a rhythm, which are no periods ("trước ngày 15 tháng 6 hằng năm").
NOT_PERIODS = Pattern(
    r"thứ\s+năm|tuần\s+(?:đầu|cuối|thứ|\d)(?!\w)|quý\s+(?:iv|i{1,3}|0?[1-4])(?!\w|\s*lần)|(?<!\d)(?:0?[2-9]|10|hai|ba|bốn|năm)\s+năm(?!\w)|"
    r"(?<!\d)(?:0?[24578]|18(?=\s+tháng một)|24(?=\s+tháng một)|hai|bốn|bảy|tám)\s+tháng(?!\w|\s*\d)|(?<!\d)(?:0?[2-9]|hai|ba|bốn)\s+(?:quý|tuần)(?!\w)|"
    r"\d{1,2}\s*tháng\s*\d{1,2}(?!\d|\s*lần)|tháng\s*\d{1,2}(?!\s*lần|\d)|năm\s+20\d{2}|tháng\s+(?:cuối cùng|đầu tiên|cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+)?(?:quý|kỳ)|tháng\s+(?:sau|kế tiếp|liền kề|tiếp theo)|(?:đầu|cuối)\s+năm"
)
PERIOD = Pattern(
    r"năm\s+\d+\s+lần|(?:12|0?[369]|sáu|chín|ba)\s+tháng|nửa\s+năm|tháng|quý|tuần|\d+\s+lần\s*(?:/|một|mỗi|trong)\s*năm|năm"
)
PERIOD_NAMES = {
    "3": "quarter",
    "ba": "quarter",
    "6": "half",
    "sáu": "half",
    "sau": "half",
    "nửa": "half",
    "nua": "half",
    "9": "nine_months",
    "12": "year",
    "chín": "nine_months",
    "chin": "nine_months",
    "quý": "quarter",
    "quy": "quarter",
    "tuần": "week",
    "tuan": "week",
    "năm": "year",
    "nam": "year",
    "tháng": "month",
    "thang": "month",
}
TIMES_A_YEAR = {"1": "year", "2": "half", "4": "quarter", "12": "month"}
