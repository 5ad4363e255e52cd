import type { ErrorFacts } from '#lib/protocol/protocol-error.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

/** Why something was refused; that it was accepted, or failed otherwise, is an error. */
export async function refusalOf(
  answer: Promise<unknown>,
): Promise<{ readonly code: string; readonly facts: ErrorFacts | undefined }> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, facts: error.facts };
    throw error;
  }
  throw new Error('it was accepted');
}
