/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Why data are asked for (mục đích truy cập). */
export type AccessPurpose =
  /** A home committee keeps the records of its members (quản lý đảng viên). */
  | 'MEMBER_MANAGEMENT'
  /** A member moves from one organization to another (chuyển sinh hoạt đảng). */
  | 'ACTIVITY_TRANSFER'
  /** Members on a stay abroad are looked after (quản lý đảng viên ở ngoài nước). */
  | 'OVERSEAS_MANAGEMENT'
  /** Figures that reveal nobody (thống kê). */
  | 'STATISTICS'
  /** Somebody checks who has looked at what (kiểm tra). */
  | 'AUDIT'
  /** A member looks at the record kept about them (xem hồ sơ của mình). */
  | 'OWN_RECORD';

/** What became of an access (kết quả truy cập). */
export type AccessDecision =
  /** Answered, if only in part (đã trả lời). */
  | 'ANSWERED'
  /** Nothing of it was allowed, so no agency was asked (từ chối). */
  | 'DENIED'
  /** It failed as a whole (không thành công). */
  | 'FAILED';

/** How somebody is abroad (hình thức sinh hoạt khi ở ngoài nước). */
export type ReconciliationKind =
  /** The official place is abroad (chuyển sinh hoạt chính thức). */
  | 'OFFICIAL'
  /** A temporary place is abroad (chuyển sinh hoạt tạm thời). */
  | 'TEMPORARY'
  /** Abroad without a transfer (không chuyển sinh hoạt): report only, cell of a group, or exempt. */
  | 'WITHOUT_TRANSFER';

/** Why the columns of a check differ on a stay (nguyên nhân chênh lệch). */
export type ReconciliationReason =
  /** The letter is issued and the ministry has no notice: a slip waits for its list 3C (chưa gửi danh sách, chưa báo). */
  | 'NOTICE_NOT_SENT'
  /** The ministry has the notice, and nobody abroad was told of it (thông báo chưa chuyển tới nơi tiếp nhận). */
  | 'NOTICE_NOT_FORWARDED'
  /** The letter is on its way and was not shown yet (chưa xuất trình giấy giới thiệu). */
  | 'LETTER_NOT_SHOWN'
  /** The letter was not shown in time (quá hạn xuất trình). */
  | 'LETTER_OVERDUE'
  /** The letter is lost and not issued again (giấy giới thiệu thất lạc, chưa cấp lại). */
  | 'LETTER_LOST'
  /** The file went back to be completed (hồ sơ bị trả lại). */
  | 'FILE_RETURNED'
  /** The letter was shown, and the member is not received yet (đã xuất trình, chưa tiếp nhận). */
  | 'NOT_YET_RECEIVED'
  /** A short stay that is reported and needs no transfer (chỉ báo cáo). */
  | 'REPORT_ONLY'
  /** The group has a cell of its own and needs no transfer (tổ đảng, chi bộ của đoàn). */
  | 'GROUP_CELL'
  /** Exempt for the time of the stay (được miễn sinh hoạt). */
  | 'EXEMPT'
  /** One side has gone on and its message to the other is on its way (tin giữa hai bên đang chuyển). */
  | 'EVENT_WAITING'
  /** One side has gone on and its message to the other is held for an operator (tin giữa hai bên bị giữ lại). */
  | 'EVENT_PARKED'
  /** Nothing that either side knows explains it (chưa rõ nguyên nhân). */
  | 'UNEXPLAINED';

/** Kinds of overseas cell by the members it unites (loại chi bộ ở ngoài nước). */
export type OverseasCellKind =
  /** Staff of a mission (chi bộ cơ quan đại diện). */
  | 'MISSION'
  /** Spouses who accompany staff of a mission (chi bộ phu nhân, phu quân). */
  | 'SPOUSES'
  /** Resident journalists (chi bộ báo chí). */
  | 'PRESS'
  /** Staff of companies (chi bộ doanh nghiệp). */
  | 'COMPANY'
  /** Students (chi bộ lưu học sinh). */
  | 'STUDENT'
  /** Students and trainees together (chi bộ ghép lưu học sinh và thực tập sinh). */
  | 'MIXED_STUDENT_TRAINEE';

/** Kind of transfer (hình thức chuyển). */
export type ActivityTransferKind =
  /** For good or for twelve months and more: the official place moves (chuyển sinh hoạt chính thức). */
  | 'OFFICIAL'
  /** For three to under twelve months: the official place stays (chuyển sinh hoạt tạm thời). */
  | 'TEMPORARY';

/** Where a transfer stands (trạng thái chuyển sinh hoạt). */
export type ActivityTransferState =
  /** Requested by the member (đã đề nghị). */
  | 'REQUESTED'
  /** Reviewed by the cell, box 1 filled (chi bộ đã xét). */
  | 'CELL_REVIEWED'
  /** Remark and list of papers certified by the grassroots committee (đảng ủy cơ sở đã xác nhận). */
  | 'CERTIFIED'
  /** Letter issued by the competent body (đã cấp giấy giới thiệu). */
  | 'ISSUED'
  /** On the way, with the limit for showing the letter running (đang chuyển). */
  | 'IN_TRANSIT'
  /** Letter shown at the new place (đã xuất trình). */
  | 'PRESENTED'
  /** Letter not shown in time (quá hạn). */
  | 'OVERDUE'
  /** File complete by its list of contents (đã kiểm tra hồ sơ). */
  | 'FILE_CHECKED'
  /** File incomplete and sent back (trả lại hồ sơ). */
  | 'RETURNED'
  /** Accepted by the receiving cell (đã tiếp nhận). */
  | 'ACCEPTED'
  /** Rosters on both sides brought up to date (đã hoàn tất). */
  | 'CLOSED'
  /** Withdrawn before a letter was issued (đã rút). */
  | 'WITHDRAWN'
  /** Letter or file lost (thất lạc). */
  | 'LOST'
  /** Letter issued again after a loss (cấp lại). */
  | 'REISSUED'
  /** Refused before a letter was issued (không chấp thuận). */
  | 'REJECTED';

/** Purposes of a stay abroad (mục đích ra nước ngoài). */
export type StayPurpose =
  /** Work on a posting (công tác). */
  | 'WORK'
  /** Study (học tập). */
  | 'STUDY'
  /** Labour under a contract (lao động). */
  | 'LABOUR'
  /** Visiting relatives (thăm người thân). */
  | 'FAMILY_VISIT'
  /** Medical treatment (chữa bệnh). */
  | 'MEDICAL_TREATMENT'
  /** Travel and other private matters (du lịch, việc riêng). */
  | 'PRIVATE';

/** How Party activities are arranged for a stay (hình thức chuyển sinh hoạt đảng ra ngoài nước). */
export type MoveKind =
  /** Leave is reported, nothing is transferred (báo cáo, không chuyển sinh hoạt đảng). */
  | 'REPORT_ONLY'
  /** A temporary group or cell within a delegation (tổ đảng, chi bộ lâm thời của đoàn). */
  | 'GROUP_CELL'
  /** Temporary transfer (chuyển sinh hoạt đảng tạm thời). */
  | 'TEMPORARY_TRANSFER'
  /** Official transfer (chuyển sinh hoạt đảng chính thức). */
  | 'OFFICIAL_TRANSFER'
  /** The ministry guides a single member directly (sinh hoạt đơn lẻ). */
  | 'SINGLE_GUIDANCE'
  /** A new cell is established abroad (thành lập chi bộ mới). */
  | 'NEW_CELL'
  /** Exemption from Party work and activities (miễn công tác và sinh hoạt đảng). */
  | 'EXEMPTION';

/** States of a stay abroad (trạng thái đợt ra nước ngoài). REFUSED, ENDED, CLOSED and CANCELLED are final. */
export type OverseasAssignmentState =
  /** The member has applied and the committee has declared the stay (đã khai báo). */
  | 'DECLARED'
  /** The home committee refused; final (không đồng ý). */
  | 'REFUSED'
  /** The home committee approved (cấp ủy trong nước đồng ý). */
  | 'HOME_APPROVED'
  /** Under the limit of a transfer: leave was reported (chỉ báo cáo). */
  | 'REPORT_ONLY'
  /** The delegation has a temporary group or cell (tổ đảng, chi bộ lâm thời). */
  | 'GROUP_CELL'
  /** A transfer abroad is being prepared (đang làm thủ tục chuyển). */
  | 'TRANSFER_OPEN'
  /** The member applied for exemption (đã xin miễn sinh hoạt đảng). */
  | 'EXEMPT_REQUESTED'
  /** The grassroots committee granted the exemption (được miễn sinh hoạt đảng). */
  | 'EXEMPT'
  /** A stay is over without a return letter: without a transfer, or because the name was removed; final (đã kết thúc). */
  | 'ENDED'
  /** The ministry has received notice of the member (đã thông báo Bộ Ngoại giao). */
  | 'NOTIFIED_MFA'
  /** An overseas organization received the member (đã được tiếp nhận ở ngoài nước). */
  | 'RECEIVED_ABROAD'
  /** The ministry guides the member singly (sinh hoạt đơn lẻ do Bộ Ngoại giao hướng dẫn). */
  | 'SINGLE_GUIDED'
  /** The stay was extended (đã gia hạn). */
  | 'EXTENDED'
  /** The member moved on to another country (đã chuyển sang nước khác). */
  | 'MOVED_COUNTRY'
  /** The member began the return (bắt đầu thủ tục về nước). */
  | 'RETURN_STARTED'
  /** The overseas organization or mission confirmed the self-review (đã xác nhận ở ngoài nước). */
  | 'CONFIRMED_ABROAD'
  /** The ministry introduced the member back home (đã giới thiệu về nước). */
  | 'INTRODUCED_HOME'
  /** The member was not received at home within the limit (quá hạn). */
  | 'OVERDUE'
  /** The home cell received the member; final (đã hoàn tất). */
  | 'CLOSED'
  /** The stay was called off before departure; final (đã hủy). */
  | 'CANCELLED';

/** States of a review (trạng thái đợt tổng kết). PUBLISHED and WITHDRAWN are final. */
export type ReviewState =
  /** The ministry has drafted it; the Commission has not agreed yet (đã soạn). */
  | 'DRAFTED'
  /** Reports are asked for (đang lấy báo cáo). */
  | 'OPEN'
  /** No more reports are taken (đã khóa). */
  | 'CLOSED'
  /** The outcome is published; final (đã công bố). */
  | 'PUBLISHED'
  /** Called off before it opened; final (đã rút). */
  | 'WITHDRAWN';

/** States of a report (trạng thái báo cáo). */
export type ReviewReportState =
  /** The committee was asked and has written nothing yet (đã được đề nghị). */
  | 'INVITED'
  /** A first draft is being written (đang soạn). */
  | 'DRAFTED'
  /** Submitted (đã gửi). */
  | 'SUBMITTED'
  /** Submitted, and another revision is being written (đang sửa lại). */
  | 'REVISING';

/** Positions on a draft article (ý kiến về điều của dự thảo). */
export type ReviewPosition =
  /** As it stands (đồng ý). */
  | 'AGREE'
  /** Only if changed (đề nghị sửa). */
  | 'AMEND';

/** Levels of the structure (cấp tổ chức đảng), from the top down; the district level ended on 30 June 2025. */
export type OrganizationLevel =
  /** Directly under the Centre (đảng bộ trực thuộc Trung ương). */
  | 'CENTRALLY_RUN'
  /** Directly above the grassroots (cấp trên trực tiếp của tổ chức cơ sở đảng). */
  | 'ABOVE_GRASSROOTS'
  /** Grassroots organization (đảng bộ cơ sở, chi bộ cơ sở). */
  | 'GRASSROOTS'
  /** Sectional organization (đảng bộ bộ phận). */
  | 'SECTIONAL'
  /** Cell (chi bộ). */
  | 'CELL'
  /** Party group within a cell (tổ đảng). */
  | 'GROUP';

/** What a limit is for (việc có thời hạn). */
export type DeadlinePolicyStep =
  /** Starting an official transfer after the decision or the change of residence (làm thủ tục chuyển sinh hoạt đảng). */
  | 'START_OFFICIAL_TRANSFER'
  /** Showing the letter at the new place (xuất trình giấy giới thiệu). */
  | 'PRESENT_LETTER'
  /** Comparing member numbers between levels (đối khớp số lượng đảng viên). */
  | 'RECONCILE_MEMBER_NUMBERS'
  /** Written report after the return (báo cáo khi về nước); the limit is local. */
  | 'REPORT_RETURN';

/** Units of limits (đơn vị thời hạn). */
export type DeadlinePolicyUnit =
  /** Mondays to Fridays without holidays (ngày làm việc). */
  | 'WORKING_DAY'
  /** Every day (ngày). */
  | 'CALENDAR_DAY'
  /** Months (tháng). */
  | 'MONTH';

/** Where a member's grassroots organization stands (vị trí của tổ chức cơ sở đảng). */
export type ProcedureSignerBody =
  /** Under a committee of the locality or its equivalent (thuộc cấp ủy cấp trên trực tiếp). */
  | 'UNDER_LOCAL_COMMITTEE'
  /** Directly under the provincial committee (trực thuộc tỉnh ủy, thành ủy). */
  | 'DIRECTLY_UNDER_PROVINCE';

/** Offices that sign (cấp ký). */
export type ProcedureSignerOffice =
  /** Grassroots committee (cấp ủy cơ sở). */
  | 'GRASSROOTS_COMMITTEE'
  /** District committee or equivalent (huyện ủy và tương đương), until 30 June 2025. */
  | 'DISTRICT_COMMITTEE'
  /** Committee directly above the grassroots (cấp ủy cấp trên trực tiếp của tổ chức cơ sở đảng), since 1 July 2025. */
  | 'COMMITTEE_ABOVE_GRASSROOTS'
  /** Organization board of the provincial committee (ban tổ chức tỉnh ủy, thành ủy). */
  | 'PROVINCIAL_ORGANIZATION_BOARD'
  /** The committee competent for the delegation (cấp ủy có thẩm quyền). */
  | 'COMPETENT_COMMITTEE';

/** By what figures are counted (tiêu thức phân tổ). */
export type StatisticsDimension =
  /** Year of departure, of return, or in which a limit ended (năm). */
  | 'YEAR'
  /** Why a member goes (mục đích). */
  | 'PURPOSE'
  /** The country (nước), as the register has it on the day of counting. */
  | 'COUNTRY'
  /** The home committee (cấp ủy quản lý). */
  | 'COMMITTEE'
  /** How the activities of a member abroad are arranged (hình thức sinh hoạt đảng), or the kind of cell (loại chi bộ). */
  | 'KIND'
  /** Which limit of a transfer was missed (thời hạn). */
  | 'DEADLINE';

/** The class of a member (loại đảng viên). */
export type MemberClass =
  /** Probationary (đảng viên dự bị). */
  | 'PROBATIONARY'
  /** Official (đảng viên chính thức). */
  | 'OFFICIAL';

/** Where a member stands towards Party activities at home (trạng thái sinh hoạt). */
export type MemberActivityStatus =
  /** Takes part at the official place (đang sinh hoạt). */
  | 'ACTIVE'
  /** Takes part at a temporary place (sinh hoạt tạm thời nơi khác). */
  | 'TEMPORARILY_AWAY'
  /** Exempt from work and activities (miễn công tác và sinh hoạt đảng). */
  | 'EXEMPT'
  /** Exempt for a stated time (tạm miễn). */
  | 'TEMPORARILY_EXEMPT'
  /** Moved to another organization for good (đã chuyển). */
  | 'TRANSFERRED'
  /** Expelled (khai trừ). */
  | 'EXPELLED'
  /** Name removed from the roll (xoá tên). */
  | 'NAME_REMOVED'
  /** Left at own request (xin ra). */
  | 'LEFT'
  /** Deceased (từ trần). */
  | 'DECEASED';

/** What a time limit is for (loại thời hạn). */
export type ActivityTransferDeadlineSubject =
  /** To start the transfer after the decision (làm thủ tục chuyển). */
  | 'START_TRANSFER'
  /** To show the letter at the new place (xuất trình giấy giới thiệu). */
  | 'PRESENT_LETTER'
  /** To hand in the report after return (báo cáo sau khi về). */
  | 'RETURN_REPORT';

export type ArrivalsAtHomeQueryVariables = Exact<{
  committee: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ArrivalsAtHomeQuery = { readonly arrivals: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly fullName: string, readonly memberClass: MemberClass, readonly kind: ActivityTransferKind, readonly state: ActivityTransferState, readonly letterNumber: string, readonly presentDueOn: string, readonly contentsCertifiedOn: string | null, readonly fromOrganization: { readonly name: string | null } | null, readonly toOrganization: { readonly name: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ArrivalsNotReceivedQueryVariables = Exact<{
  country?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ArrivalsNotReceivedQuery = { readonly assignments: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly purpose: StayPurpose, readonly departsOn: string, readonly country: { readonly name: string }, readonly declaredBy: { readonly name: string | null } | null, readonly notice: { readonly number: string, readonly receivedOn: string } | null, readonly member: { readonly id: string, readonly homeRecord: { readonly memberClass: MemberClass, readonly name: { readonly full: string } } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type AuditOfAPeriodQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  organization?: string | number | null | undefined;
  purpose?: AccessPurpose | null | undefined;
  decision?: AccessDecision | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditOfAPeriodQuery = { readonly accesses: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly requestedAt: string, readonly organization: string, readonly caller: string | null, readonly callerIssuer: string | null, readonly purpose: AccessPurpose | null, readonly operationId: string, readonly decision: AccessDecision | null, readonly personCount: number, readonly sensitiveFields: ReadonlyArray<string>, readonly deniedFields: ReadonlyArray<string>, readonly agencies: ReadonlyArray<string>, readonly id: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type CommitteeTransfersQueryVariables = Exact<{
  committee: string | number;
  activityStatus?: MemberActivityStatus | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CommitteeTransfersQuery = { readonly members: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly homeRecord: { readonly activityStatus: MemberActivityStatus, readonly name: { readonly full: string } } | null, readonly activityTransfers: { readonly nodes: ReadonlyArray<{ readonly kind: ActivityTransferKind, readonly state: ActivityTransferState, readonly requestedOn: string, readonly toOrganization: { readonly name: string | null } | null, readonly deadlines: ReadonlyArray<{ readonly subject: ActivityTransferDeadlineSubject, readonly dueOn: string, readonly isOverdue: boolean }> }> } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type DirectoryChangesQueryVariables = Exact<{
  isRead?: boolean | null | undefined;
  organization?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DirectoryChangesQuery = { readonly directoryChanges: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly announcedOn: string, readonly effectiveFrom: string, readonly paperOffice: string | null, readonly paperAddress: string | null, readonly validTo: string | null, readonly organization: { readonly name: string | null } | null, readonly announcements: ReadonlyArray<{ readonly readOn: string | null, readonly committee: { readonly code: string } | null }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MemberDossierQueryVariables = Exact<{
  id: string | number;
}>;


export type MemberDossierQuery = { readonly member: { readonly id: string, readonly homeCommittee: { readonly code: string, readonly name: string | null }, readonly homeOrganization: { readonly name: string | null, readonly level: OrganizationLevel | null } | null, readonly homeRecord: { readonly bornOn: string, readonly memberClass: MemberClass, readonly activityStatus: MemberActivityStatus, readonly name: { readonly full: string }, readonly card: { readonly number: string | null } | null } | null, readonly activityTransfers: { readonly nodes: ReadonlyArray<{ readonly kind: ActivityTransferKind, readonly state: ActivityTransferState, readonly requestedOn: string, readonly legalBasisCode: string }> } | null, readonly currentAssignment: { readonly purpose: StayPurpose, readonly state: OverseasAssignmentState, readonly startedOn: string | null, readonly expectedReturnOn: string, readonly officialDecisionDueOn: string | null, readonly country: { readonly name: string }, readonly receivingOrganization: { readonly name: string | null } | null } | null } | null };

export type MinistryDeskQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type MinistryDeskQuery = { readonly awaited: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly purpose: StayPurpose, readonly country: { readonly name: string }, readonly notice: { readonly number: string, readonly receivedOn: string } | null, readonly nextStep: { readonly text: string, readonly office: string, readonly dueOn: string | null, readonly legalBasisCode: string | null } | null }> } | null, readonly notPassedOn: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly country: { readonly name: string }, readonly notice: { readonly number: string, readonly receivedOn: string } | null }> } | null, readonly cardsHeld: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly state: OverseasAssignmentState, readonly cardCustody: { readonly receivedOn: string } | null }> } | null, readonly letters: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly letterNumber: string, readonly receivedOn: string, readonly country: { readonly name: string } }> } | null };

export type OfficialDecisionsDueQueryVariables = Exact<{
  until: string;
  isAssessed?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OfficialDecisionsDueQuery = { readonly officialDecisionsDue: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly officialDecisionDueOn: string | null, readonly officialDecision: { readonly homeAssessedOn: string, readonly isRecommended: boolean } | null, readonly country: { readonly name: string }, readonly receivingOrganization: { readonly name: string | null } | null, readonly member: { readonly id: string, readonly homeRecord: { readonly name: { readonly full: string } } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OpenTransfersQueryVariables = Exact<{
  committee: string | number;
  states?: ReadonlyArray<ActivityTransferState> | ActivityTransferState | null | undefined;
  isBeyondDeadline?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OpenTransfersQuery = { readonly openTransfers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: ActivityTransferKind, readonly state: ActivityTransferState, readonly requestedOn: string, readonly member: { readonly id: string, readonly homeRecord: { readonly name: { readonly full: string } } | null, readonly nextStep: { readonly instruction: string, readonly office: string, readonly dueOn: string | null, readonly workingDaysLeft: number | null } | null } | null, readonly toOrganization: { readonly name: string | null } | null, readonly deadlines: ReadonlyArray<{ readonly subject: ActivityTransferDeadlineSubject, readonly dueOn: string, readonly isOverdue: boolean }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OverseasDirectoryQueryVariables = Exact<{
  country: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OverseasDirectoryQuery = { readonly overseasOrganizations: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly cellKind: OverseasCellKind | null, readonly paperOffice: string | null, readonly paperAddress: string | null, readonly organization: { readonly id: string, readonly code: string | null, readonly name: string | null, readonly superior: { readonly name: string | null } | null } | null, readonly mission: { readonly name: string, readonly city: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ProbationDecisionsQueryVariables = Exact<{
  committee: string | number;
  dueTo?: string | null | undefined;
  isAssessed?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ProbationDecisionsQuery = { readonly overseasApplications: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly countryCode: string, readonly decisionDueOn: string | null, readonly assessmentSentOn: string | null, readonly member: { readonly id: string, readonly homeRecord: { readonly name: { readonly full: string } } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ProcedureForAStayQueryVariables = Exact<{
  purpose: StayPurpose;
  country: string | number;
  months: number;
  groupSize?: number;
  on?: string | null | undefined;
  organizationExists?: boolean;
}>;


export type ProcedureForAStayQuery = { readonly procedureFor: { readonly moveKind: MoveKind, readonly forms: ReadonlyArray<{ readonly number: string | null, readonly name: string, readonly nameEnglish: string }>, readonly signers: ReadonlyArray<{ readonly body: ProcedureSignerBody | null, readonly office: ProcedureSignerOffice }>, readonly deadlines: ReadonlyArray<{ readonly step: DeadlinePolicyStep, readonly amount: number, readonly unit: DeadlinePolicyUnit }>, readonly legalBases: ReadonlyArray<{ readonly number: string, readonly title: string, readonly validFrom: string, readonly validTo: string | null }> } | null };

export type ReconciliationOfAQuarterQueryVariables = Exact<{
  committee: string | number;
  on: string;
  reason?: ReconciliationReason | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReconciliationOfAQuarterQuery = { readonly reconciliation: { readonly countedOn: string, readonly unexplainedCount: number | null, readonly committee: { readonly name: string | null } | null, readonly roster: { readonly officialCount: number, readonly temporaryCount: number } | null, readonly transferLog: { readonly openingCount: number, readonly outCount: number, readonly backCount: number, readonly officialCount: number, readonly temporaryCount: number } | null, readonly register: { readonly officialCount: number, readonly temporaryCount: number, readonly withoutTransferCount: number, readonly awaitedCount: number } | null, readonly differences: ReadonlyArray<{ readonly reason: ReconciliationReason, readonly explanation: string, readonly explanationEnglish: string, readonly office: string | null, readonly caseCount: number, readonly rosterCount: number, readonly transferLogCount: number, readonly registerCount: number }> | null, readonly cases: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly assignmentId: string | null, readonly reason: ReconciliationReason, readonly office: string | null, readonly rosterKind: ReconciliationKind | null, readonly transferLogKind: ReconciliationKind | null, readonly registerKind: ReconciliationKind | null, readonly homeState: OverseasAssignmentState | null, readonly homeStateOn: string | null, readonly ministryState: OverseasAssignmentState | null, readonly ministryStateOn: string | null, readonly transferState: ActivityTransferState | null, readonly waitingEventCount: number }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type ReturningByCommitteeQueryVariables = Exact<{
  from: string;
  until: string;
  homeCommittee?: string | number | null | undefined;
  hasSelfReview?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReturningByCommitteeQuery = { readonly returningMembers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly expectedReturnOn: string, readonly selfReviewOn: string | null, readonly state: OverseasAssignmentState, readonly homeCommittee: { readonly name: string | null } | null, readonly country: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ReturningMembersQueryVariables = Exact<{
  homeCommittee?: string | number | null | undefined;
  before: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReturningMembersQuery = { readonly assignments: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly expectedReturnOn: string, readonly state: OverseasAssignmentState, readonly homeCommittee: { readonly name: string | null } | null, readonly country: { readonly name: string }, readonly receivingOrganization: { readonly name: string | null } | null, readonly member: { readonly id: string, readonly homeOrganization: { readonly name: string | null } | null, readonly homeRecord: { readonly memberClass: MemberClass, readonly name: { readonly full: string } } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ReturningNextQuarterQueryVariables = Exact<{
  committee: string | number;
  from: string;
  to: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReturningNextQuarterQuery = { readonly overseasApplications: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly state: OverseasAssignmentState, readonly countryCode: string, readonly purpose: StayPurpose, readonly expectedReturnOn: string, readonly selfReviewReceivedOn: string | null, readonly member: { readonly id: string, readonly homeRecord: { readonly name: { readonly full: string } } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ReviewConsolidatedQueryVariables = Exact<{
  state?: ReviewState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReviewConsolidatedQuery = { readonly reviews: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly title: string, readonly state: ReviewState, readonly deadlineOn: string, readonly outcome: string | null, readonly unansweredCommittees: ReadonlyArray<{ readonly code: string, readonly name: string | null }> | null, readonly consolidation: { readonly invitedCount: number, readonly submittedCount: number, readonly openTransferCount: number, readonly lateTransferCount: number, readonly departures: ReadonlyArray<{ readonly year: number, readonly purpose: StayPurpose, readonly departureCount: number }>, readonly articles: ReadonlyArray<{ readonly number: number, readonly heading: string, readonly agreeCount: number, readonly amendCount: number, readonly silentCount: number, readonly comments: ReadonlyArray<{ readonly position: ReviewPosition, readonly reason: string | null, readonly amendment: string | null, readonly committee: { readonly code: string } | null }> }> } | null }> } | null };

export type ReviewReportQueryVariables = Exact<{
  committee: string | number;
  state?: ReviewState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReviewReportQuery = { readonly reviews: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly state: ReviewState, readonly deadlineOn: string, readonly outcome: string | null, readonly questions: ReadonlyArray<{ readonly number: number, readonly text: string }>, readonly articles: ReadonlyArray<{ readonly number: number, readonly heading: string, readonly text: string, readonly outcome: string | null, readonly agreeCount: number | null, readonly amendCount: number | null }>, readonly reports: ReadonlyArray<{ readonly version: number, readonly state: ReviewReportState, readonly revision: number | null, readonly submittedOn: string | null, readonly openTransferCount: number | null, readonly lateTransferCount: number | null, readonly departures: ReadonlyArray<{ readonly year: number, readonly purpose: StayPurpose, readonly departureCount: number }>, readonly answers: ReadonlyArray<{ readonly questionNumber: number, readonly text: string }>, readonly comments: ReadonlyArray<{ readonly articleNumber: number, readonly position: ReviewPosition, readonly reason: string | null, readonly amendment: string | null }> }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type DeparturesByProvinceQueryVariables = Exact<{
  day?: string | null | undefined;
  asOf?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DeparturesByProvinceQuery = { readonly statistics: { readonly countedOn: string, readonly isSynthetic: boolean, readonly departures: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly code: string, readonly label: string, readonly value: number | null, readonly isSuppressed: boolean }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type DeparturesByYearAndPurposeQueryVariables = Exact<{
  day?: string | null | undefined;
  years?: ReadonlyArray<number> | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DeparturesByYearAndPurposeQuery = { readonly statistics: { readonly countedOn: string, readonly isSynthetic: boolean, readonly departures: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly year: string | null, readonly label: string, readonly value: number | null, readonly isSuppressed: boolean }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type LateTransfersQueryVariables = Exact<{
  day?: string | null | undefined;
  by: ReadonlyArray<StatisticsDimension> | StatisticsDimension;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LateTransfersQuery = { readonly statistics: { readonly countedOn: string, readonly isSynthetic: boolean, readonly lateTransfers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly year: string | null, readonly label: string, readonly value: number | null, readonly isSuppressed: boolean }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type MembersAbroadByCountryQueryVariables = Exact<{
  day?: string | null | undefined;
  by: ReadonlyArray<StatisticsDimension> | StatisticsDimension;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MembersAbroadByCountryQuery = { readonly statistics: { readonly countedOn: string, readonly isSynthetic: boolean, readonly membersAbroad: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly code: string, readonly label: string, readonly kind: string | null, readonly value: number | null, readonly isSuppressed: boolean }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type OrganizationsAbroadQueryVariables = Exact<{
  day?: string | null | undefined;
  by: ReadonlyArray<StatisticsDimension> | StatisticsDimension;
  codes?: ReadonlyArray<string | number> | string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrganizationsAbroadQuery = { readonly statistics: { readonly countedOn: string, readonly isSynthetic: boolean, readonly organizationsAbroad: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly label: string, readonly kind: string | null, readonly value: number | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type WhoLookedAtMyRecordQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WhoLookedAtMyRecordQuery = { readonly member: { readonly accesses: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly requestedAt: string, readonly organization: string, readonly purpose: AccessPurpose | null, readonly decision: AccessDecision | null, readonly personalFields: ReadonlyArray<string>, readonly sensitiveFields: ReadonlyArray<string> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };
