-- The registry begins on 1 August 2008, since when the 63 provinces stood; committees older than that carry that day.
-- Province codes: statistical office. Mergers: Resolution 202/2025/QH15, in force from 1 July 2025.

-- Provinces that the mergers of 2025 left as they were.
with unit (province_code, name) as (values
  ('01', 'Thành ủy Hà Nội'), ('04', 'Tỉnh ủy Cao Bằng'), ('11', 'Tỉnh ủy Điện Biên'), ('12', 'Tỉnh ủy Lai Châu'),
  ('14', 'Tỉnh ủy Sơn La'), ('20', 'Tỉnh ủy Lạng Sơn'), ('22', 'Tỉnh ủy Quảng Ninh'), ('38', 'Tỉnh ủy Thanh Hóa'),
  ('40', 'Tỉnh ủy Nghệ An'), ('42', 'Tỉnh ủy Hà Tĩnh'), ('46', 'Tỉnh ủy Thừa Thiên Huế')
), named as (
  insert into committee_name select 'PTC-' || province_code, '2008-08-01', name from unit
)
insert into committee select 'PTC-' || province_code, 'PROVINCIAL', province_code, '2008-08-01' from unit;

-- Provinces made by the mergers.
with unit (province_code, name) as (values
  ('08', 'Tỉnh ủy Tuyên Quang'), ('15', 'Tỉnh ủy Lào Cai'), ('19', 'Tỉnh ủy Thái Nguyên'), ('24', 'Tỉnh ủy Bắc Ninh'),
  ('25', 'Tỉnh ủy Phú Thọ'), ('31', 'Thành ủy Hải Phòng'), ('33', 'Tỉnh ủy Hưng Yên'), ('37', 'Tỉnh ủy Ninh Bình'),
  ('44', 'Tỉnh ủy Quảng Trị'), ('48', 'Thành ủy Đà Nẵng'), ('51', 'Tỉnh ủy Quảng Ngãi'), ('52', 'Tỉnh ủy Gia Lai'),
  ('56', 'Tỉnh ủy Khánh Hòa'), ('66', 'Tỉnh ủy Đắk Lắk'), ('68', 'Tỉnh ủy Lâm Đồng'), ('75', 'Tỉnh ủy Đồng Nai'),
  ('79', 'Thành ủy Thành phố Hồ Chí Minh'), ('80', 'Tỉnh ủy Tây Ninh'), ('82', 'Tỉnh ủy Đồng Tháp'),
  ('86', 'Tỉnh ủy Vĩnh Long'), ('91', 'Tỉnh ủy An Giang'), ('92', 'Thành ủy Cần Thơ'), ('96', 'Tỉnh ủy Cà Mau')
), named as (
  insert into committee_name select 'PTC-' || province_code, '2025-07-01', name from unit
)
insert into committee select 'PTC-' || province_code, 'PROVINCIAL', province_code, '2025-07-01' from unit;

-- Provinces that went into them, with the code of the province each became part of.
with unit (province_code, name, successor_province_code) as (values
  ('02', 'Tỉnh ủy Hà Giang', '08'), ('08', 'Tỉnh ủy Tuyên Quang', '08'), ('10', 'Tỉnh ủy Lào Cai', '15'),
  ('15', 'Tỉnh ủy Yên Bái', '15'), ('06', 'Tỉnh ủy Bắc Kạn', '19'), ('19', 'Tỉnh ủy Thái Nguyên', '19'),
  ('24', 'Tỉnh ủy Bắc Giang', '24'), ('27', 'Tỉnh ủy Bắc Ninh', '24'), ('17', 'Tỉnh ủy Hòa Bình', '25'),
  ('25', 'Tỉnh ủy Phú Thọ', '25'), ('26', 'Tỉnh ủy Vĩnh Phúc', '25'), ('30', 'Tỉnh ủy Hải Dương', '31'),
  ('31', 'Thành ủy Hải Phòng', '31'), ('33', 'Tỉnh ủy Hưng Yên', '33'), ('34', 'Tỉnh ủy Thái Bình', '33'),
  ('35', 'Tỉnh ủy Hà Nam', '37'), ('36', 'Tỉnh ủy Nam Định', '37'), ('37', 'Tỉnh ủy Ninh Bình', '37'),
  ('44', 'Tỉnh ủy Quảng Bình', '44'), ('45', 'Tỉnh ủy Quảng Trị', '44'), ('48', 'Thành ủy Đà Nẵng', '48'),
  ('49', 'Tỉnh ủy Quảng Nam', '48'), ('51', 'Tỉnh ủy Quảng Ngãi', '51'), ('62', 'Tỉnh ủy Kon Tum', '51'),
  ('52', 'Tỉnh ủy Bình Định', '52'), ('64', 'Tỉnh ủy Gia Lai', '52'), ('56', 'Tỉnh ủy Khánh Hòa', '56'),
  ('58', 'Tỉnh ủy Ninh Thuận', '56'), ('54', 'Tỉnh ủy Phú Yên', '66'), ('66', 'Tỉnh ủy Đắk Lắk', '66'),
  ('60', 'Tỉnh ủy Bình Thuận', '68'), ('67', 'Tỉnh ủy Đắk Nông', '68'), ('68', 'Tỉnh ủy Lâm Đồng', '68'),
  ('70', 'Tỉnh ủy Bình Phước', '75'), ('75', 'Tỉnh ủy Đồng Nai', '75'), ('74', 'Tỉnh ủy Bình Dương', '79'),
  ('77', 'Tỉnh ủy Bà Rịa - Vũng Tàu', '79'), ('79', 'Thành ủy Thành phố Hồ Chí Minh', '79'),
  ('72', 'Tỉnh ủy Tây Ninh', '80'), ('80', 'Tỉnh ủy Long An', '80'), ('82', 'Tỉnh ủy Tiền Giang', '82'),
  ('87', 'Tỉnh ủy Đồng Tháp', '82'), ('83', 'Tỉnh ủy Bến Tre', '86'), ('84', 'Tỉnh ủy Trà Vinh', '86'),
  ('86', 'Tỉnh ủy Vĩnh Long', '86'), ('89', 'Tỉnh ủy An Giang', '91'), ('91', 'Tỉnh ủy Kiên Giang', '91'),
  ('92', 'Thành ủy Cần Thơ', '92'), ('93', 'Tỉnh ủy Hậu Giang', '92'), ('94', 'Tỉnh ủy Sóc Trăng', '92'),
  ('95', 'Tỉnh ủy Bạc Liêu', '96'), ('96', 'Tỉnh ủy Cà Mau', '96')
), named as (
  insert into committee_name select 'PTC63-' || province_code, '2008-08-01', name from unit
)
insert into committee
select 'PTC63-' || province_code, 'PROVINCIAL', province_code, '2008-08-01', '2025-06-30',
  'PTC-' || successor_province_code
from unit;

-- Provinces that became centrally-run cities without any other change.
insert into committee_name values
  ('PTC-46', '2025-01-01', 'Thành ủy Huế'),
  ('PTC-75', '2026-04-30', 'Thành ủy Đồng Nai');

-- Committees directly under the Centre that are not provincial. The two blocs ended on 2 February 2025 and their
-- organizations went to several successors; the overseas one went into the Foreign Ministry's, not centrally run.
with unit (code, valid_from, valid_to, name) as (values
  ('CRC-QDND', '2008-08-01', null, 'Quân ủy Trung ương'),
  ('CRC-CAND', '2008-08-01', null, 'Đảng ủy Công an Trung ương'),
  ('CRC-KCQTW', '2008-08-01', '2025-02-02', 'Đảng ủy Khối các cơ quan Trung ương'),
  ('CRC-KDNTW', '2008-08-01', '2025-02-02', 'Đảng ủy Khối Doanh nghiệp Trung ương'),
  ('CRC-DBNN', '2008-08-01', '2019-11-26', 'Đảng ủy Ngoài nước'),
  ('CRC-CQDTW', '2025-02-03', null, 'Đảng ủy các cơ quan Đảng Trung ương'),
  ('CRC-CP', '2025-02-03', null, 'Đảng ủy Chính phủ'),
  ('CRC-QH', '2025-02-03', null, 'Đảng ủy Quốc hội'),
  ('CRC-MTTQ', '2025-02-03', null, 'Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương')
), named as (
  insert into committee_name select code, valid_from::date, name from unit
)
insert into committee select code, 'CENTRALLY_RUN', null, valid_from::date, valid_to::date from unit;
