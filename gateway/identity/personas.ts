import type { Purpose } from "#contract/caller.ts";

/** Somebody to try the hub as; all of them are made up. */
export interface Persona {
  readonly name: string;
  /** What to call them in a menu. */
  readonly title: { readonly en: string; readonly vi: string };
  readonly organization: string;
  readonly committees: readonly string[];
  readonly scopes: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly memberId: string | null;
}

/** The member of the stories who studies in Japan and belongs to PTC-79. */
const MEMBER_ABROAD = "mb_b2gea1zpwxa37";

/** The committee in Japan, above all cells there. */
const COMMITTEE_ABROAD = "po_2dg6k3fgtcvj6";

/** The personas of the default run, one for each way of being entitled. */
export const personas: readonly Persona[] = [
  {
    name: "province-clerk",
    title: { en: "Clerk of the committee of Ho Chi Minh City", vi: "Cán bộ Thành ủy TP. Hồ Chí Minh" },
    organization: "PTC-79",
    committees: ["PTC-79"],
    scopes: [
      ...["registry:read", "member:read", "member:sensitive", "transfer:read", "assignment:read"],
      ...["directory:papers", "directory:act", "review:read", "review:act", "transfer:act", "assignment:act"],
    ],
    purposes: ["MEMBER_MANAGEMENT", "ACTIVITY_TRANSFER"],
    memberId: null,
  },
  {
    name: "foreign-ministry-officer",
    title: { en: "Officer of the Foreign Ministry's committee", vi: "Cán bộ Đảng ủy Bộ Ngoại giao" },
    organization: "foreign-ministry",
    committees: [],
    scopes: [
      ...["registry:read", "member:read", "transfer:read", "assignment:read", "assignment:act"],
      ...["directory:papers", "directory:act", "review:read", "review:act"],
    ],
    purposes: ["ACTIVITY_TRANSFER", "OVERSEAS_MANAGEMENT"],
    memberId: null,
  },
  {
    name: "overseas-secretary",
    title: { en: "Secretary of the committee in Japan", vi: "Bí thư Đảng ủy tại Nhật Bản" },
    organization: COMMITTEE_ABROAD,
    committees: [],
    scopes: ["registry:read", "member:read", "transfer:read", "assignment:read", "assignment:act"],
    purposes: ["OVERSEAS_MANAGEMENT"],
    memberId: null,
  },
  {
    name: "commission-analyst",
    title: { en: "Analyst of the Central Organization Commission", vi: "Chuyên viên phân tích Ban Tổ chức Trung ương" },
    organization: "organization-commission",
    committees: [],
    scopes: ["registry:read", "statistics:read", "document:free", "review:read", "review:act"],
    purposes: ["STATISTICS"],
    memberId: null,
  },
  {
    name: "commission-auditor",
    title: { en: "Auditor of the Central Organization Commission", vi: "Kiểm tra viên Ban Tổ chức Trung ương" },
    organization: "organization-commission",
    committees: [],
    scopes: ["registry:read", "audit:read", "document:free"],
    purposes: ["AUDIT"],
    memberId: null,
  },
  {
    name: "member",
    title: { en: "A member, asking for their own record", vi: "Đảng viên xem hồ sơ của chính mình" },
    organization: "PTC-79",
    committees: [],
    scopes: ["registry:read", "member:read", "member:sensitive", "transfer:read", "assignment:read"],
    purposes: ["OWN_RECORD"],
    memberId: MEMBER_ABROAD,
  },
  {
    name: "front-end-service",
    title: { en: "Service account of an agency's front-end", vi: "Tài khoản dịch vụ của phần mềm cơ quan" },
    organization: "PTC-01",
    committees: ["PTC-01"],
    scopes: ["registry:read", "member:read", "transfer:read", "assignment:read"],
    purposes: ["MEMBER_MANAGEMENT", "ACTIVITY_TRANSFER"],
    memberId: null,
  },
  {
    name: "nobody",
    title: { en: "Somebody with a token and no scope", vi: "Người có mã truy cập nhưng không có quyền nào" },
    organization: "PTC-79",
    committees: [],
    scopes: [],
    purposes: [],
    memberId: null,
  },
];
