import type { Bilingual } from "#contract/bilingual.ts";
import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import type { ActorKind } from "#contract/lifecycles/vocabulary.ts";

/** How somebody is abroad, for a column that counts them. */
export type CountedKind = "OFFICIAL" | "TEMPORARY" | "WITHOUT_TRANSFER";

/** A stay as the home committee's books show it; its members are those of `ReconciliationHomeStay`. */
export interface HomeStay {
  readonly assignmentId: string | null;
  readonly state: AssignmentState | null;
  readonly stateOn: string | null;
  readonly rosterKind: CountedKind | null;
  readonly transferLogKind: CountedKind | null;
  readonly transferState: TransferState | null;
  readonly waitingEventCount: number;
  readonly isParked: boolean;
}

/** A stay as the register shows it on the same day. */
export interface RegisterStay {
  readonly id: string;
  readonly state: AssignmentState;
  readonly stateOn: string;
  readonly kind: CountedKind | null;
  /** Whether somebody abroad was told of the member. */
  readonly isAddressed: boolean;
  readonly waitingEventCount: number;
  readonly isParked: boolean;
}

/** Each reason with what it means and who must act; nobody where that is null. */
export const reconciliationReasons = {
  NOTICE_NOT_SENT: {
    by: "ISSUING_BODY",
    en: "The letter or slip is issued, and the ministry has no notice: a slip waits for its list 3C.",
    vi: "Đã cấp giấy hoặc phiếu nhưng Bộ Ngoại giao chưa có thông báo: phiếu còn chờ danh sách 3C-SHĐ.",
  },
  NOTICE_NOT_FORWARDED: {
    by: "FOREIGN_MINISTRY",
    en: "The ministry has the notice; it forwards it to an organization abroad, or guides the member itself.",
    vi: "Bộ Ngoại giao đã nhận thông báo; cần chuyển tới tổ chức đảng ở ngoài nước hoặc trực tiếp hướng dẫn.",
  },
  LETTER_NOT_SHOWN: {
    by: "OVERSEAS_COMMITTEE",
    en: "The letter is on its way: home counts the member as sent, and nobody as received.",
    vi: "Giấy giới thiệu đang trên đường: nơi đi đã tính là chuyển đi, nơi đến chưa tính là tiếp nhận.",
  },
  LETTER_OVERDUE: {
    by: "OVERSEAS_COMMITTEE",
    en: "The letter was not shown in time; shown late it needs a reason and a decision.",
    vi: "Quá hạn xuất trình giấy giới thiệu; xuất trình muộn phải nêu lý do và được xem xét.",
  },
  LETTER_LOST: {
    by: "ISSUING_BODY",
    en: "The letter is lost and is to be issued again.",
    vi: "Giấy giới thiệu bị mất, cần được cấp lại.",
  },
  FILE_RETURNED: {
    by: "HOME_GRASSROOTS_COMMITTEE",
    en: "The file went back and is to be completed.",
    vi: "Hồ sơ bị trả lại, cần được bổ sung.",
  },
  NOT_YET_RECEIVED: {
    by: "OVERSEAS_COMMITTEE",
    en: "The letter was shown; the file is to be checked and the member received.",
    vi: "Đã xuất trình giấy giới thiệu; cần kiểm tra hồ sơ và tiếp nhận.",
  },
  REPORT_ONLY: {
    by: null,
    en: "A short stay that is only reported: the register counts it, and nothing was transferred.",
    vi: "Đợt ngắn chỉ báo cáo: Bộ Ngoại giao tính là ở ngoài nước, không chuyển sinh hoạt.",
  },
  GROUP_CELL: {
    by: null,
    en: "A stay in the group's own cell: the register counts it, and nothing was transferred.",
    vi: "Sinh hoạt tại tổ đảng, chi bộ của đoàn: Bộ Ngoại giao tính là ở ngoài nước, không chuyển sinh hoạt.",
  },
  EXEMPT: {
    by: null,
    en: "Exempt for the time of the stay: the register counts it, and nothing was transferred.",
    vi: "Được miễn sinh hoạt trong thời gian đi: Bộ Ngoại giao tính là ở ngoài nước, không chuyển sinh hoạt.",
  },
  EVENT_WAITING: {
    by: "SYSTEM",
    en: "One side has gone on; its message to the other is on its way.",
    vi: "Một bên đã cập nhật, tin báo cho bên kia đang được chuyển.",
  },
  EVENT_PARKED: {
    by: "SYSTEM",
    en: "One side has gone on; its message to the other is held until an operator releases it.",
    vi: "Một bên đã cập nhật, tin báo cho bên kia bị giữ lại chờ người vận hành xử lý.",
  },
  UNEXPLAINED: {
    by: "HOME_COMMITTEE",
    en: "Nothing that either side knows explains it; both look into the papers, home first.",
    vi: "Chưa rõ nguyên nhân; hai bên cùng kiểm tra giấy tờ, bắt đầu từ cấp ủy quản lý.",
  },
} as const satisfies Record<string, Bilingual & { readonly by: ActorKind | null }>;

/** One of the closed list of reasons, in the order in which a check tells them. */
export type ReconciliationReason = keyof typeof reconciliationReasons;

/**
 * Why roster, transfers and register do not agree on a stay; null when they do. Null for a side that has no such stay
 * under way. A message explains a difference only while it is in fact on its way.
 */
export function reasonOf(home: HomeStay | null, register: RegisterStay | null): ReconciliationReason | null {
  const roster = home?.rosterKind ?? null;
  const logged = home?.transferLogKind ?? null;
  const counted = register?.kind ?? null;
  if (roster === counted && logged === counted) return null;
  const isWaiting = (home?.waitingEventCount ?? 0) + (register?.waitingEventCount ?? 0) > 0;
  const isReceivedApart = counted !== "WITHOUT_TRANSFER" && roster !== counted;
  if (isWaiting && (isReceivedApart || home?.state !== register?.state))
    return home?.isParked || register?.isParked ? "EVENT_PARKED" : "EVENT_WAITING";
  if (counted === "WITHOUT_TRANSFER") return reasonWithoutTransfer(home, register);
  if (home === null || roster !== null || logged === null || counted !== null) return "UNEXPLAINED";
  return reasonOnTheWay(home, register);
}

const reasonWithoutTransfer = (home: HomeStay | null, register: RegisterStay | null) => {
  const isAlone = home?.rosterKind === null && home.transferLogKind === null;
  if (!isAlone || home.state !== register?.state) return "UNEXPLAINED";
  return WITHOUT_TRANSFER[home.state as keyof typeof WITHOUT_TRANSFER] ?? "UNEXPLAINED";
};

const WITHOUT_TRANSFER = { REPORT_ONLY: "REPORT_ONLY", GROUP_CELL: "GROUP_CELL", EXEMPT: "EXEMPT" } as const;

/** The letter is out and nobody has received the member: what the way there waits for. */
function reasonOnTheWay(home: HomeStay, register: RegisterStay | null): ReconciliationReason {
  if (home.state !== register?.state) return "UNEXPLAINED";
  if (home.state !== "TRANSFER_OPEN" && home.state !== "NOTIFIED_MFA") return "UNEXPLAINED";
  if (home.transferState === "LOST") return "LETTER_LOST";
  if (home.state === "TRANSFER_OPEN") return "NOTICE_NOT_SENT";
  return AT_THE_RECEIVER[home.transferState as keyof typeof AT_THE_RECEIVER] ?? waitsForLetter(home, register);
}

const AT_THE_RECEIVER = {
  PRESENTED: "NOT_YET_RECEIVED",
  FILE_CHECKED: "NOT_YET_RECEIVED",
  RETURNED: "FILE_RETURNED",
} as const;

function waitsForLetter(home: HomeStay, register: RegisterStay): ReconciliationReason {
  if (!register.isAddressed) return "NOTICE_NOT_FORWARDED";
  return home.transferState === "OVERDUE" ? "LETTER_OVERDUE" : "LETTER_NOT_SHOWN";
}
