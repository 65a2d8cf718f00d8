/** Whether a value is what the scalar CalendarDay holds in every agency: a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDay(value: unknown): value is string {
  // PostgreSQL knows no year 0.
  if (typeof value !== "string" || !/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(value);
}
