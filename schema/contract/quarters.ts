/** The first day of the quarter in which a day lies, `YYYY-MM-DD`. */
export function quarterStart(day: string): string {
  const [year = "", month = ""] = day.split("-");
  const first = Math.floor((Number(month) - 1) / 3) * 3 + 1;
  return `${year}-${String(first).padStart(2, "0")}-01`;
}
