-- Ethnicity and religion carry the published codes; for the other ladders none were found, so their codes are words
-- of the hub's own, and their versions say so.
insert into code_list (name, version, title, source, valid_from, valid_to) values
  ('ETHNICITY', '1979', 'Danh mục các thành phần dân tộc Việt Nam', '121-TCTK/PPCĐ', '1979-03-02', '2008-11-11'),
  ('ETHNICITY', '2008', 'Danh mục các dân tộc Việt Nam', '1019/QĐ-TCTK', '2008-11-12', null),
  ('RELIGION', '2008', 'Danh mục các tôn giáo Việt Nam', '1019/QĐ-TCTK', '2008-11-12', null),
  ('GENERAL_EDUCATION', 'hub-1', 'Trình độ giáo dục phổ thông', 'hub', '2008-08-01', null),
  ('PROFESSIONAL_QUALIFICATION', 'hub-1', 'Trình độ chuyên môn', 'hub', '2008-08-01', null),
  ('POLITICAL_THEORY', 'hub-1', 'Trình độ lý luận chính trị', 'hub', '2008-08-01', null),
  ('FOREIGN_LANGUAGE_LEVEL', 'hub-1', 'Trình độ ngoại ngữ', 'hub', '2008-08-01', null),
  ('OCCUPATION_GROUP', 'hub-1', 'Nhóm nghề nghiệp', 'hub', '2008-08-01', null);

-- Published codes are the position, two digits; an ethnic group is called alike in both languages.
insert into code_item (list_name, list_version, code, position, label, label_english)
select 'ETHNICITY', '1979', lpad(position::text, 2, '0'), position, label, label
from unnest(array[
  'Kinh', 'Tày', 'Thái', 'Hoa', 'Khơ-me', 'Mường', 'Nùng', 'Hmông', 'Dao', 'Gia-rai', 'Ngái', 'Ê-đê', 'Ba-na',
  'Xơ-đăng', 'Sán Chay', 'Cơ-ho', 'Chăm', 'Sán Dìu', 'Hrê', 'Mnông', 'Ra-glai', 'Xtiêng', 'Bru-Vân Kiều', 'Thổ',
  'Giáy', 'Cơ-tu', 'Gié-Triêng', 'Mạ', 'Khơ-mú', 'Co', 'Ta-ôi', 'Chơ-ro', 'Kháng', 'Xinh-mun', 'Hà Nhì', 'Chu-ru',
  'Lào', 'La Chí', 'La Ha', 'Phù Lá', 'La Hủ', 'Lự', 'Lô Lô', 'Chứt', 'Mảng', 'Pà Thẻn', 'Cơ Lao', 'Cống', 'Bố Y',
  'Si La', 'Pu Péo', 'Brâu', 'Ơ-đu', 'Rơ-măm'
]) with ordinality as item (label, position);

insert into code_item (list_name, list_version, code, position, label, label_english)
select 'ETHNICITY', '2008', lpad(position::text, 2, '0'), position, label, label
from unnest(array[
  'Kinh', 'Tày', 'Thái', 'Mường', 'Khơ-me', 'Hoa', 'Nùng', 'Mông', 'Dao', 'Gia-rai', 'Ê-đê', 'Ba-na', 'Sán Chay',
  'Chăm', 'Cơ-ho', 'Xơ-đăng', 'Sán Dìu', 'Hrê', 'Ra-glai', 'Mnông', 'Thổ', 'Xtiêng', 'Khơ-mú', 'Bru-Vân Kiều',
  'Cơ-tu', 'Giáy', 'Tà-ôi', 'Mạ', 'Gié-Triêng', 'Co', 'Chơ-ro', 'Xinh-mun', 'Hà Nhì', 'Chu-ru', 'Lào', 'La Chí',
  'Kháng', 'Phù Lá', 'La Hủ', 'La Ha', 'Pà Thẻn', 'Lự', 'Ngái', 'Chứt', 'Lô Lô', 'Mảng', 'Cơ Lao', 'Bố Y', 'Cống',
  'Si La', 'Pu Péo', 'Rơ-măm', 'Brâu', 'Ơ-đu'
]) with ordinality as item (label, position);

-- 00 is ours, for "none"; 14 was added in 2014.
insert into code_item (list_name, list_version, code, position, label, label_english)
select 'RELIGION', '2008', code, row_number() over (order by code), label, label_english
from (values
  ('00', 'Không', 'None'),
  ('01', 'Phật giáo', 'Buddhism'),
  ('02', 'Công giáo', 'Catholicism'),
  ('03', 'Phật giáo Hòa Hảo', 'Hòa Hảo Buddhism'),
  ('04', 'Hồi giáo', 'Islam'),
  ('05', 'Cao Đài', 'Caodaism'),
  ('06', 'Minh Sư đạo', 'Minh Sư'),
  ('07', 'Minh Lý đạo', 'Minh Lý'),
  ('08', 'Tin Lành', 'Protestantism'),
  ('09', 'Tịnh độ cư sĩ Phật hội Việt Nam', 'Pure Land Buddhist Home-Practice Association'),
  ('10', 'Đạo Tứ Ân Hiếu Nghĩa', 'Tứ Ân Hiếu Nghĩa'),
  ('11', 'Bửu Sơn Kỳ Hương', 'Bửu Sơn Kỳ Hương'),
  ('12', 'Đạo Ba Ha''i', 'Bahá''í'),
  ('13', 'Bà La Môn', 'Brahmanism'),
  ('14', 'Mặc Môn', 'Church of Jesus Christ of Latter-day Saints')
) as item (code, label, label_english);

insert into code_item (list_name, list_version, code, position, label, label_english)
select list_name, 'hub-1', code, row_number() over (partition by list_name order by position), label, label_english
from (values
  (1, 'GENERAL_EDUCATION', 'NONE', 'Chưa học hết tiểu học', 'Primary not completed'),
  (2, 'GENERAL_EDUCATION', 'PRIMARY', 'Tiểu học', 'Primary'),
  (3, 'GENERAL_EDUCATION', 'LOWER_SECONDARY', 'Trung học cơ sở', 'Lower secondary'),
  (4, 'GENERAL_EDUCATION', 'UPPER_SECONDARY', 'Trung học phổ thông', 'Upper secondary'),
  (5, 'PROFESSIONAL_QUALIFICATION', 'VOCATIONAL', 'Trung cấp', 'Vocational'),
  (6, 'PROFESSIONAL_QUALIFICATION', 'COLLEGE', 'Cao đẳng', 'College'),
  (7, 'PROFESSIONAL_QUALIFICATION', 'BACHELOR', 'Đại học', 'Bachelor'),
  (8, 'PROFESSIONAL_QUALIFICATION', 'MASTER', 'Thạc sĩ', 'Master'),
  (9, 'PROFESSIONAL_QUALIFICATION', 'DOCTOR', 'Tiến sĩ', 'Doctor'),
  (10, 'POLITICAL_THEORY', 'ELEMENTARY', 'Sơ cấp', 'Elementary'),
  (11, 'POLITICAL_THEORY', 'INTERMEDIATE', 'Trung cấp', 'Intermediate'),
  (12, 'POLITICAL_THEORY', 'ADVANCED', 'Cao cấp', 'Advanced'),
  (13, 'POLITICAL_THEORY', 'BACHELOR', 'Cử nhân', 'Bachelor'),
  (14, 'FOREIGN_LANGUAGE_LEVEL', 'A1', 'Bậc 1 (A1)', 'A1'),
  (15, 'FOREIGN_LANGUAGE_LEVEL', 'A2', 'Bậc 2 (A2)', 'A2'),
  (16, 'FOREIGN_LANGUAGE_LEVEL', 'B1', 'Bậc 3 (B1)', 'B1'),
  (17, 'FOREIGN_LANGUAGE_LEVEL', 'B2', 'Bậc 4 (B2)', 'B2'),
  (18, 'FOREIGN_LANGUAGE_LEVEL', 'C1', 'Bậc 5 (C1)', 'C1'),
  (19, 'FOREIGN_LANGUAGE_LEVEL', 'C2', 'Bậc 6 (C2)', 'C2'),
  (20, 'OCCUPATION_GROUP', 'CIVIL_SERVANT', 'Cán bộ, công chức', 'Cadres and civil servants'),
  (21, 'OCCUPATION_GROUP', 'PUBLIC_EMPLOYEE', 'Viên chức', 'Public employees'),
  (22, 'OCCUPATION_GROUP', 'ARMY', 'Quân đội', 'Army'),
  (23, 'OCCUPATION_GROUP', 'POLICE', 'Công an', 'Police'),
  (24, 'OCCUPATION_GROUP', 'WORKER', 'Công nhân', 'Workers'),
  (25, 'OCCUPATION_GROUP', 'FARMER', 'Nông dân', 'Farmers'),
  (26, 'OCCUPATION_GROUP', 'STUDENT', 'Học sinh, sinh viên', 'Students'),
  (27, 'OCCUPATION_GROUP', 'BUSINESS', 'Kinh doanh', 'Business'),
  (28, 'OCCUPATION_GROUP', 'RETIRED', 'Hưu trí', 'Retired')
) as item (position, list_name, code, label, label_english);
