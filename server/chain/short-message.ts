/**
 * What went wrong with a call of the RPC, in a line. viem's messages carry the whole request below
 * their first line, and with it the RPC's address, which may hold a key.
 */
export function shortMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n', 1)[0] ?? '';
  const details = error instanceof Error && 'details' in error ? error.details : undefined;
  return typeof details === 'string' && details !== line ? `${line} ${details}` : line;
}
