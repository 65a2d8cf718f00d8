/** Swedish writes days as YYYY-MM-DD. */
const dayInVietnam = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });

/** The calendar day in Việt Nam at an instant, whatever the zone of the process. */
export const todayInVietnam = (now = new Date()) => dayInVietnam.format(now);
