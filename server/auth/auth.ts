import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hashMessage, hexToBytes } from 'viem';
import { type Address, isAddress } from '#lib/domain/address.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { NONE } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Limits } from '#server/limits.ts';
import { checkSignIn } from './check-sign-in.ts';
import { type Standing, standingOf } from './current-account.ts';
import { type OneTimeNonce, OneTimeNonces } from './one-time-nonces.ts';
import type { Principal } from './principal.ts';
import { requireSigner, type SignatureTools } from './recover-signer.ts';
import { SessionTokens } from './session-tokens.ts';
import { parseSignInMessage } from './sign-in-message.ts';

export type AuthOptions = SignatureTools & {
  readonly port: Pick<ExchangePort, 'read'>;
  /** Of this installation, from `installationSecret`. */
  readonly secret: Uint8Array;
  readonly chainId: number;
  /** Pages that may sign in; the first one names the exchange in challenges. */
  readonly origins: readonly string[];
  readonly limits: Pick<Limits, 'sessionMs' | 'challengeMs' | 'usedChallenges' | 'clockSkewMs'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** What a page needs to write a Sign-In with Ethereum message. */
export type LoginNonce = OneTimeNonce & {
  readonly chainId: number;
  /** What the message has to state, word for word. */
  readonly statement: string;
  /** The message's domain is the host of one of these, its URI an address there. */
  readonly origins: readonly string[];
};

/** What a program signs (EIP-191, `personal_sign`) to authenticate a socket. */
export type Challenge = OneTimeNonce & { readonly message: string };

export type Login = {
  readonly token: string;
  readonly expiresMs: number;
  readonly principal: Principal;
};

const STATEMENT =
  'Sign in to Lux Exchange. This lets the page read your account and cancel orders; it cannot trade or move funds.';

const NO_ADDRESS: Address = '0x0000000000000000000000000000000000000000';
const TOKEN_PARTS = 3;

/** Finds out who somebody is, in every way in which they can show it. */
export class Auth {
  readonly #options: AuthOptions;
  readonly #tokens: SessionTokens;
  readonly #logins: OneTimeNonces;
  readonly #challenges: OneTimeNonces;
  /** What is worked on instead of a secret that is none, so that both take equally long. */
  readonly #noSecret = randomBytes(32);

  constructor(options: AuthOptions) {
    this.#options = options;
    const { secret, chainId, limits, now } = options;
    this.#tokens = new SessionTokens({ secret, chainId, validMs: limits.sessionMs, now });
    const nonces = { validMs: limits.challengeMs, maxUses: limits.usedChallenges, now };
    this.#logins = new OneTimeNonces(nonces);
    this.#challenges = new OneTimeNonces(nonces);
  }

  /** Hands out a nonce to sign in with. However many are asked for, none of them is forgotten. */
  loginNonce(): LoginNonce {
    const { chainId, origins } = this.#options;
    return { ...this.#logins.issue(), chainId, origins, statement: STATEMENT };
  }

  /**
   * Signs somebody in by a Sign-In with Ethereum message (EIP-4361).
   *
   * @throws ProtocolError `auth/invalid-login` naming the field, `auth/clock-skew`,
   *   `auth/invalid-challenge`, `auth/invalid-signature`, `auth/wrong-signer`, `auth/busy`.
   */
  async login(request: { readonly message: string; readonly signature: string }): Promise<Login> {
    const message = parseSignInMessage(request.message);
    if (message === null)
      throw new ProtocolError('auth/invalid-login', { facts: { field: 'message' } });
    const { chainId, origins, limits, now } = this.#options;
    checkSignIn(message, {
      chainId,
      origins,
      statement: STATEMENT,
      nonceIssuedMs: this.#logins.look(message.nonce),
      nowMs: now(),
      skewMs: limits.clockSkewMs,
    });
    const address = message.address.toLowerCase() as Address;
    await this.#requireText(request.message, { address, signature: request.signature });
    this.#logins.use(message.nonce);
    const holder = { address, agent: null, expiresMs: now() + limits.sessionMs };
    const { token, expiresMs } = await this.#tokens.issue(holder);
    return { token, expiresMs, principal: await this.#session(address, expiresMs) };
  }

  /** Hands out a text to sign on a socket, likewise without remembering it. */
  challenge(): Challenge {
    const nonce = this.#challenges.issue();
    return { ...nonce, message: this.#challengeText(nonce.nonce) };
  }

  /**
   * Who signed a challenge: an owner or an agent.
   *
   * @throws ProtocolError `auth/invalid-challenge`, `auth/invalid-signature`, `auth/wrong-signer`,
   *   `auth/agent-expired`, `auth/busy`.
   */
  async byChallenge({
    address,
    signature,
    nonce,
  }: {
    readonly address: string;
    readonly signature: string;
    readonly nonce: string;
  }): Promise<Principal> {
    if (!isAddress(address))
      throw new ProtocolError('auth/invalid-signature', { facts: { reason: 'no-address' } });
    const who = address.toLowerCase() as Address;
    await this.#requireText(this.#challengeText(nonce), { address: who, signature });
    this.#challenges.use(nonce);
    const standing = await this.#standing(who);
    const { limits, now } = this.#options;
    const until = now() + limits.sessionMs;
    const kind = standing.agent === null ? 'session' : 'agent';
    return { ...this.#principal(standing, until), kind, agentKey: null };
  }

  /** A session token for somebody who authenticated otherwise; it ends when they do. */
  async tokenFor({
    address,
    agent,
    expiresMs,
  }: Principal): Promise<{ readonly token: string; readonly expiresMs: number }> {
    return await this.#tokens.issue({ address, agent, expiresMs });
  }

  /**
   * Whose session this is.
   *
   * @throws ProtocolError `auth/invalid-token`, `auth/session-expired`; of an agent's session
   *   `auth/agent-revoked`, `auth/agent-expired`.
   */
  async byToken(token: string): Promise<Principal> {
    const { address, agent, expiresMs } = await this.#tokens.verify(token);
    if (agent === null) return await this.#session(address, expiresMs);
    const standing = await this.#standing(agent);
    if (standing.agent === null || standing.owner !== address) {
      throw new ProtocolError('auth/agent-revoked');
    }
    return { ...this.#principal(standing, expiresMs), kind: 'agent', agentKey: null };
  }

  /**
   * Whose trading key this is. Every refusal takes the same work and says the same, but for a key
   * that is right and has expired.
   *
   * @throws ProtocolError `auth/invalid-credentials`, `auth/agent-expired`.
   */
  async byApiKey({
    apiKey,
    apiSecret,
  }: {
    readonly apiKey: string;
    readonly apiSecret: string;
  }): Promise<Principal> {
    const isSecret = /^0x[0-9a-fA-F]{64}$/.test(apiSecret);
    const key = isSecret ? hexToBytes(apiSecret as `0x${string}`) : this.#noSecret;
    const derived = await this.#options.curve.addressOf(key);
    const claimed = isAddress(apiKey) ? (apiKey.toLowerCase() as Address) : NO_ADDRESS;
    const isRight = isSecret && derived !== null && equalTexts(derived, claimed);
    const standing = await this.#standing(claimed);
    if (!isRight || standing.account === null) throw new ProtocolError('auth/invalid-credentials');
    const { limits, now } = this.#options;
    const principal = this.#principal(standing, now() + limits.sessionMs);
    return { ...principal, kind: 'api-key', agentKey: key };
  }

  /**
   * Who sends a header `Authorization: Bearer …`: a session token, or `<apiKey>:<apiSecret>`.
   *
   * @throws What `byToken` and `byApiKey` throw.
   */
  async byBearer(credentials: string): Promise<Principal> {
    const colon = credentials.indexOf(':');
    if (colon === -1 && credentials.split('.').length === TOKEN_PARTS) {
      return await this.byToken(credentials);
    }
    const apiKey = credentials.slice(0, Math.max(0, colon));
    return await this.byApiKey({ apiKey, apiSecret: credentials.slice(colon + 1) });
  }

  #challengeText(nonce: string): string {
    const { origins, chainId } = this.#options;
    const host = new URL(origins[0] ?? 'https://lux.exchange').host;
    return [
      `${host} asks you to authenticate to Lux Exchange.`,
      'This signature opens a connection; it cannot trade or move funds.',
      '',
      `Chain ID: ${chainId}`,
      `Nonce: ${nonce}`,
    ].join('\n');
  }

  async #requireText(
    text: string,
    { address, signature }: { readonly address: Address; readonly signature: string },
  ): Promise<void> {
    const digest = hexToBytes(hashMessage(text));
    await requireSigner(this.#options, { digest, signature, account: address });
  }

  async #standing(address: Address): Promise<Standing> {
    return (await this.#options.port.read((state) => standingOf(state, address))).value;
  }

  /** A session is its address's own, even if somebody has approved that address as an agent. */
  async #session(address: Address, expiresMs: number): Promise<Principal> {
    const { value } = await this.#options.port.read(({ accounts }) => accounts.find(address));
    const account = value === NONE ? null : value;
    return { kind: 'session', account, address, agent: null, agentKey: null, expiresMs };
  }

  #principal({ account, owner, agent, expiresMs }: Standing, untilMs: number) {
    if (expiresMs !== null && this.#options.now() >= expiresMs) {
      throw new ProtocolError('auth/agent-expired');
    }
    return { account, address: owner, agent, expiresMs: Math.min(untilMs, expiresMs ?? untilMs) };
  }
}

function equalTexts(one: Address, other: Address): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
