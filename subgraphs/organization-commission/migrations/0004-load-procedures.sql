-- Regulations and guidance. Periods end the day before the successor begins; where no page says so, is_inferred is set.
insert into legal_basis (code, number, topic, issued_on, valid_from, valid_to, is_inferred, title) values
  ('QD-17', '17-QĐ/TW', 'MEMBERS_ABROAD', '1996-12-10', '1996-12-10', '2014-02-06', true,
    'Quy định về nhiệm vụ của đảng viên và tổ chức đảng ở ngoài nước'),
  ('QD-228', '228-QĐ/TW', 'MEMBERS_ABROAD', '2014-02-07', '2014-02-07', '2022-10-27', true,
    'Quy định về nhiệm vụ của đảng viên và quản lý đảng viên ở ngoài nước'),
  ('QD-86', '86-QĐ/TW', 'MEMBERS_ABROAD', '2022-10-28', '2022-10-28', null, false,
    'Quy định về nhiệm vụ của đảng viên và quản lý đảng viên ở ngoài nước'),
  ('HD-30', '30-HD/BTCTW', 'MEMBERS_ABROAD', '2025-04-23', '2025-04-23', null, false,
    'Hướng dẫn thực hiện một số nội dung Quy định 86-QĐ/TW'),
  ('QD-45', '45-QĐ/TW', 'CHARTER', '2011-11-01', '2011-11-01', '2016-07-24', true, 'Quy định thi hành Điều lệ Đảng'),
  ('QD-29', '29-QĐ/TW', 'CHARTER', '2016-07-25', '2016-07-25', '2021-07-29', true, 'Quy định thi hành Điều lệ Đảng'),
  ('QD-24', '24-QĐ/TW', 'CHARTER', '2021-07-30', '2021-07-30', '2025-01-19', true, 'Quy định thi hành Điều lệ Đảng'),
  ('QD-232', '232-QĐ/TW', 'CHARTER', '2025-01-20', '2025-01-20', '2025-06-30', false, 'Quy định thi hành Điều lệ Đảng'),
  ('QD-294', '294-QĐ/TW', 'CHARTER', '2025-05-26', '2025-07-01', null, false, 'Quy định thi hành Điều lệ Đảng'),
  ('HD-01-2016', '01-HD/TW', 'CHARTER_GUIDANCE', '2016-09-20', '2016-09-20', '2021-09-27', true,
    'Hướng dẫn một số vấn đề cụ thể thi hành Điều lệ Đảng'),
  -- A successor after the regulation of 2025 is likely but was not seen.
  ('HD-01-2021', '01-HD/TW', 'CHARTER_GUIDANCE', '2021-09-28', '2021-09-28', null, true,
    'Hướng dẫn một số vấn đề cụ thể thi hành Điều lệ Đảng'),
  ('HD-12-2012', '12-HD/BTCTW', 'FORMS', '2012-05-17', '2012-05-17', '2017-06-04', true,
    'Hướng dẫn nghiệp vụ công tác đảng viên'),
  ('HD-09-2017', '09-HD/BTCTW', 'FORMS', '2017-06-05', '2017-06-05', '2022-01-17', true,
    'Hướng dẫn nghiệp vụ công tác đảng viên'),
  ('HD-12-2022', '12-HD/BTCTW', 'FORMS', '2022-01-18', '2022-01-18', null, false,
    'Hướng dẫn nghiệp vụ công tác đảng viên'),
  ('HD-11-2021', '11-HD/BTCTW', 'STATISTICS', '2021-12-13', '2021-12-13', null, false,
    'Hướng dẫn biểu mẫu thống kê cơ bản về tổ chức đảng và đảng viên'),
  ('QD-58', '58-QĐ/TW', 'POLITICAL_PROTECTION', '2022-02-08', '2022-02-08', null, false,
    'Quy định về bảo vệ chính trị nội bộ Đảng'),
  ('HD-01-2022', '01-HD/BTCTW', 'POLITICAL_PROTECTION', '2022-08-05', '2022-08-05', null, false,
    'Hướng dẫn Quy định 58-QĐ/TW'),
  ('QD-338', '338-QĐ/TW', 'ONLINE_PROCEDURE', '2025-07-09', '2025-07-09', null, false,
    'Quy định về thủ tục hành chính của Đảng trên môi trường điện tử'),
  ('QD-4192', '4192-QĐ/BTCTW', 'ONLINE_PROCEDURE', '2025-12-12', '2025-12-12', null, false,
    'Quyết định công bố thủ tục hành chính của Đảng');

-- The same national limits under each regulation that implements the Charter; read in the two of 2025, inferred before.
insert into deadline_policy (
  code, step, amount, unit, local_to, legal_basis_code, move_kinds, valid_from, valid_to, is_inferred)
select step || '-' || basis.code, step, amount, unit, null, basis.code, move_kinds,
  greatest(basis.valid_from, '2014-02-07'), basis.valid_to, basis.code not in ('QD-232', 'QD-294')
from legal_basis as basis, (values
  ('START_OFFICIAL_TRANSFER', 60, 'WORKING_DAY', array['OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL']),
  ('PRESENT_LETTER', 30, 'WORKING_DAY',
    array['TEMPORARY_TRANSFER', 'OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL'])
) as limits (step, amount, unit, move_kinds)
where basis.topic = 'CHARTER';

-- Return reports have no national limit: two published local ones show how far apart they are.
insert into deadline_policy (
  code, step, amount, unit, local_to, legal_basis_code, move_kinds, valid_from, is_inferred) values
  ('RECONCILE_MEMBER_NUMBERS', 'RECONCILE_MEMBER_NUMBERS', 3, 'MONTH', null, null, '{}', '2014-02-07', true),
  ('REPORT_RETURN-SGU', 'REPORT_RETURN', 15, 'CALENDAR_DAY', 'Đảng ủy Trường Đại học Sài Gòn', 'QD-86',
    '{REPORT_ONLY,GROUP_CELL,TEMPORARY_TRANSFER,OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL,EXEMPTION}',
    '2022-10-28', true),
  ('REPORT_RETURN-HCMULAW', 'REPORT_RETURN', 7, 'WORKING_DAY',
    'Đảng ủy Trường Đại học Luật Thành phố Hồ Chí Minh', null, '{REPORT_ONLY}', '2023-07-01', true);

insert into form (code, number, name, name_english) values
  ('LEAVE-REPORT', null, 'Báo cáo xin ra nước ngoài', 'Report of leave to the cell and committee'),
  ('GROUP-DECISION', null, 'Quyết định thành lập tổ đảng hoặc chi bộ lâm thời',
    'Decision on a Party group or temporary cell'),
  ('SELF-REVIEW', null, 'Bản tự kiểm điểm có nhận xét của cấp ủy', 'Self-review with the committee''s remark'),
  ('STATE-DECISION', null, 'Quyết định hoặc giấy phép ra nước ngoài', 'Decision or permit of the State body'),
  ('LETTER-10', null, 'Giấy giới thiệu sinh hoạt đảng chính thức (10 ô)',
    'Letter of introduction, official transfer (10 boxes)'),
  ('2-SHD', 'Mẫu 2-SHĐ', 'Giấy giới thiệu sinh hoạt đảng tạm thời (8 ô)',
    'Letter of introduction, temporary transfer (8 boxes)'),
  ('3-SHD', 'Mẫu 3-SHĐ', 'Giấy giới thiệu sinh hoạt đảng ra ngoài nước', 'Letter of introduction abroad'),
  ('3A-SHD', 'Mẫu 3A-SHĐ', 'Phiếu công tác chính thức ngoài nước', 'Official overseas work slip'),
  ('3C-SHD', 'Mẫu 3C-SHĐ', 'Danh sách đảng viên ra ngoài nước gửi Đảng ủy Bộ Ngoại giao',
    'List report to the Party committee of the Foreign Ministry'),
  ('EXEMPTION-APPLICATION', null, 'Đơn xin miễn công tác và sinh hoạt đảng', 'Application for exemption'),
  ('CELL-RESOLUTION', null, 'Nghị quyết của chi bộ', 'Resolution of the cell');

-- The same table under both regulations on members abroad; written down for the later one, inferred for the earlier.
insert into procedure_rule (
  move_kind, purposes, months, group_size, organization_exists, legal_basis_code, valid_from, valid_to, is_inferred)
select move_kind, purposes, months::int4range, group_size::int4range, organization_exists, basis.code,
  basis.valid_from, basis.valid_to, basis.code = 'QD-228' or rule.is_inferred
from legal_basis as basis, (values
  ('REPORT_ONLY', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT,PRIVATE}'::text[], '[0,1)', '[1,)', null, true),
  ('REPORT_ONLY', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT,PRIVATE}', '[1,3)', '[1,3)', null, true),
  ('GROUP_CELL', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT,PRIVATE}', '[1,3)', '[3,)', null, false),
  ('TEMPORARY_TRANSFER', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '[3,12)', '[1,)', null, false),
  ('OFFICIAL_TRANSFER', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '[12,)', '[1,)', true, false),
  ('SINGLE_GUIDANCE', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '[12,)', '[1,3)', false, false),
  ('NEW_CELL', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '[12,)', '[3,)', false, false),
  -- Private reasons are not among those for a transfer, and are among those for an exemption.
  ('EXEMPTION', '{PRIVATE}', '[3,)', '[1,)', null, true)
) as rule (move_kind, purposes, months, group_size, organization_exists, is_inferred)
where basis.code in ('QD-228', 'QD-86');

-- Since January 2022 labour workers take a slip and a list goes to the Foreign Ministry in place of the two letters.
insert into procedure_form (move_kind, position, form_code, purposes, valid_from, valid_to)
select move_kind, position, form_code, purposes, valid_from::date, valid_to::date
from (values
  (1, 'LEAVE-REPORT', '{REPORT_ONLY,GROUP_CELL}'::text[],
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT,PRIVATE}'::text[], '2014-02-07', null),
  (2, 'GROUP-DECISION', '{GROUP_CELL}',
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT,PRIVATE}', '2014-02-07', null),
  (3, 'STATE-DECISION', '{TEMPORARY_TRANSFER,OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '2014-02-07', null),
  (4, 'SELF-REVIEW', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '2014-02-07', null),
  (5, '2-SHD', '{TEMPORARY_TRANSFER}', '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '2014-02-07', null),
  (6, 'LETTER-10', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '2014-02-07', '2022-01-17'),
  (6, 'LETTER-10', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,FAMILY_VISIT,MEDICAL_TREATMENT}', '2022-01-18', null),
  (7, '3-SHD', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,LABOUR,FAMILY_VISIT,MEDICAL_TREATMENT}', '2014-02-07', '2022-01-17'),
  (7, '3-SHD', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}',
    '{WORK,STUDY,FAMILY_VISIT,MEDICAL_TREATMENT}', '2022-01-18', null),
  (8, '3A-SHD', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}', '{LABOUR}', '2022-01-18', null),
  (9, '3C-SHD', '{OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}', '{LABOUR}', '2022-01-18', null),
  (10, 'EXEMPTION-APPLICATION', '{EXEMPTION}', '{PRIVATE}', '2014-02-07', null),
  (11, 'CELL-RESOLUTION', '{EXEMPTION}', '{PRIVATE}', '2014-02-07', null)
) as paper (position, form_code, move_kinds, purposes, valid_from, valid_to), unnest(move_kinds) as move_kind;

-- The district level ended on 30 June 2025; the committee directly above the grassroots took over its signature.
insert into procedure_signer (move_kinds, body, office, valid_from, valid_to) values
  ('{TEMPORARY_TRANSFER,OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}', 'UNDER_LOCAL_COMMITTEE',
    'DISTRICT_COMMITTEE', '2014-02-07', '2025-06-30'),
  ('{TEMPORARY_TRANSFER,OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}', 'UNDER_LOCAL_COMMITTEE',
    'COMMITTEE_ABOVE_GRASSROOTS', '2025-07-01', null),
  ('{TEMPORARY_TRANSFER,OFFICIAL_TRANSFER,SINGLE_GUIDANCE,NEW_CELL}', 'DIRECTLY_UNDER_PROVINCE',
    'PROVINCIAL_ORGANIZATION_BOARD', '2014-02-07', null),
  ('{GROUP_CELL}', null, 'COMPETENT_COMMITTEE', '2014-02-07', null),
  ('{EXEMPTION}', null, 'GRASSROOTS_COMMITTEE', '2014-02-07', null);
