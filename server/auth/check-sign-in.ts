import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { clockSkew } from './clock-skew.ts';
import type { SignInMessage } from './sign-in-message.ts';

/** What a message has to say to sign in here and now. */
export type SignInTerms = {
  readonly chainId: number;
  /** Pages that may sign in, `https://lux.exchange`, … */
  readonly origins: readonly string[];
  readonly statement: string;
  /** When its nonce was handed out; `null` = it does not work. Milliseconds since the epoch. */
  readonly nonceIssuedMs: number | null;
  readonly nowMs: number;
  /** How far a client's clock may differ. */
  readonly skewMs: number;
};

/**
 * Holds a message to be one for this exchange, this chain and this time.
 *
 * @throws ProtocolError `auth/invalid-login` naming the field, `auth/invalid-challenge`,
 *   `auth/clock-skew` saying by how much.
 */
export function checkSignIn(message: SignInMessage, terms: SignInTerms): void {
  checkPlace(message, terms);
  if (terms.nonceIssuedMs === null) throw new ProtocolError('auth/invalid-challenge');
  checkTimes(message, { ...terms, nonceIssuedMs: terms.nonceIssuedMs });
}

/** The wallet shows the domain, and warns when the page that asks is another: so all must agree. */
function checkPlace(message: SignInMessage, { chainId, origins, statement }: SignInTerms): void {
  const origin = origins.find((each) => new URL(each).host === message.domain.toLowerCase());
  if (origin === undefined) {
    throw invalidField('domain', { expected: origins.map((each) => new URL(each).host) });
  }
  const scheme = new URL(origin).protocol.slice(0, -1);
  if (message.scheme !== null && message.scheme !== scheme) {
    throw invalidField('scheme', { expected: [scheme] });
  }
  if (!URL.canParse(message.uri) || new URL(message.uri).origin !== origin) {
    throw invalidField('uri', { expected: [origin] });
  }
  if (message.chainId !== chainId) throw invalidField('chainId', { expected: [String(chainId)] });
  if (message.statement !== statement) throw invalidField('statement', { expected: [statement] });
}

function checkTimes(
  { issuedMs, expiresMs, notBeforeMs }: SignInMessage,
  { nonceIssuedMs, nowMs, skewMs }: SignInTerms & { readonly nonceIssuedMs: number },
): void {
  if (issuedMs > nowMs + skewMs)
    throw clockSkew({ field: 'issuedAt', clientMs: issuedMs, nowMs, skewMs });
  // A text that is older than its nonce was not made for it.
  if (issuedMs < nonceIssuedMs - skewMs)
    throw clockSkew({ field: 'issuedAt', clientMs: issuedMs, nowMs, skewMs });
  if (expiresMs !== null && expiresMs <= nowMs) {
    throw invalidField('expirationTime', { expired_ms: nowMs - expiresMs });
  }
  if (notBeforeMs !== null && notBeforeMs > nowMs) {
    throw invalidField('notBefore', { ahead_ms: notBeforeMs - nowMs });
  }
}

function invalidField(
  field: string,
  facts: Readonly<Record<string, number | readonly string[]>>,
): ProtocolError {
  return new ProtocolError('auth/invalid-login', { facts: { field, ...facts } });
}
