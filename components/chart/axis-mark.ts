import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * What the time axis says where a year, a month or a day begins. The library would ask the browser's
 * locale data for each mark, which keeps a phone busy for a tenth of a second when the chart appears.
 *
 * @param time - seconds, shifted so that their UTC reading is the local one
 */
export function axisMark(time: UTCTimestamp, type: TickMarkType): string {
  const date = new Date(time * 1_000);
  if (type === TickMarkType.Year) return String(date.getUTCFullYear());
  if (type === TickMarkType.Month) return MONTHS[date.getUTCMonth()] ?? '';
  return String(date.getUTCDate());
}
