import { NATIVE_ASSET, type SignedWithdrawal } from '#lib/chain/order-typed-data.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { type Asset, assets } from '#lib/domain/asset.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import type { WithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import { clockSkew, recoverSigner, wrongSigner } from '#server/auth/index.ts';
import { type EngineState, NONE } from '#server/engine/index.ts';
import { acceptedOutcome, asOf } from './accepted-outcome.ts';
import type { AsOf } from './answers.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { glance } from './glance.ts';
import { type SentSignatures, signable } from './sent-signatures.ts';

/** Nobody's. */
const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000';

/** What the engine knows that decides about a withdrawal, as of one look. */
type Seen = {
  readonly account: number;
  /** What is told of why the engine may refuse. */
  readonly epoch: number;
  readonly lastNonce: number;
  readonly available: Quanta;
};

/** Ways of money out of custody, as owners sign them. */
export class WithdrawalEntry {
  readonly #options: OrderEntryOptions;
  readonly #signatures: SentSignatures;

  constructor(options: OrderEntryOptions, signatures: SentSignatures) {
    this.#options = options;
    this.#signatures = signatures;
  }

  /**
   * Puts money aside until the contract has paid it.
   *
   * @throws ProtocolError `auth/…` for the signature, `auth/owner-required` for a trading key's,
   *   `account/unknown`, `ledger/…`, `risk/insufficient-funds`, `sequencer/…`.
   */
  async withdraw(request: WithdrawalRequest): Promise<AsOf & { readonly nonce: number }> {
    this.#checkTerms(request);
    const signed = this.#signed(request);
    const digest = signable(() => this.#signatures.hasher().withdrawal(signed));
    const { account: owner, signature: sent } = request;
    // Whose account there is not is not worth a key, nor a question to a contract.
    const known = glance(this.#options.port, (state) => accountOf(state, owner));
    if (known.refused) return await known.refusal();
    const proof = { digest, signature: sent, account: owner };
    const { signer, signature } = await recoverSigner(this.#options, proof);
    const { port } = this.#options;
    const glanced = glance(port, (state) => {
      requireOwner(state, { signer, owner, digest });
      return look(state, request);
    });
    if (glanced.refused) return await glanced.refusal();
    const seen = glanced.value;
    const outcome = await port.execute({
      kind: 'request-withdrawal',
      account: seen.account,
      asset: request.asset.id,
      amount: request.amount,
      native: request.native,
      to: request.to.toLowerCase(),
      nonce: request.nonce,
      epoch: request.epoch,
      expiry: request.expiry,
      signature,
    });
    acceptedOutcome(outcome, factsOf(seen, request.asset));
    return { ...asOf(outcome), nonce: request.nonce };
  }

  /** What is certain to be refused is not worth recovering a key. */
  #checkTerms({ asset, amount, to, nonce, expiry }: WithdrawalRequest): void {
    const { limits, now, minimumWithdrawals } = this.#options;
    const nowMs = now();
    const minimum = minimumWithdrawals.get(asset.symbol) ?? 1;
    if (amount < minimum) {
      const facts = { minimum: decimalOf(minimum, asset), asset: asset.symbol };
      throw new ProtocolError('ledger/withdrawal-too-small', { facts });
    }
    const expiredMs = nowMs - expiry * 1_000;
    if (expiredMs >= 0) {
      const facts = { expired_ms: expiredMs, server_time: nowMs };
      throw new ProtocolError('auth/signature-expired', { facts });
    }
    // Nonces grow: one far ahead would shut the owner out of withdrawing until then.
    if (nonce - nowMs > limits.clockSkewMs) {
      throw clockSkew({ field: 'nonce', clientMs: nonce, nowMs, skewMs: limits.clockSkewMs });
    }
    if (this.#isLost(to)) throw new ProtocolError('ledger/receiver-refused', { facts: { to } });
  }

  #signed({ asset, amount, native, signature: _, ...rest }: WithdrawalRequest): SignedWithdrawal {
    const token = this.#options.tokenOf(asset);
    if (token === null) {
      const detail = `The address of the token of ${asset.symbol}, which is signed, is not known.`;
      throw new ProtocolError('gateway/not-available', { detail });
    }
    return { ...rest, asset: native ? NATIVE_ASSET : token, amount: BigInt(amount) };
  }

  #isLost(to: Address): boolean {
    const { domain, tokenOf } = this.#options;
    const lost = [ZERO_ADDRESS, domain()?.verifyingContract ?? null, ...assets.map(tokenOf)];
    return lost.some((each) => each !== null && sameAddress(each, to));
  }
}

/** @throws ProtocolError `auth/owner-required` for a trading key of the account, `auth/wrong-signer`. */
function requireOwner(
  { agents, accounts }: EngineState,
  {
    signer,
    owner,
    digest,
  }: { readonly signer: Address; readonly owner: Address; readonly digest: Uint8Array },
): void {
  if (sameAddress(signer, owner)) return;
  const held = agents.find(signer.toLowerCase());
  const isAgent = held !== null && held.account === accounts.find(owner.toLowerCase());
  if (isAgent) throw new ProtocolError('auth/owner-required');
  throw wrongSigner({ signer, expected: [owner], digest });
}

/** @throws ProtocolError `account/unknown`. */
function accountOf({ accounts }: EngineState, owner: Address): number {
  const account = accounts.find(owner.toLowerCase());
  if (account !== NONE) return account;
  throw new ProtocolError('account/unknown', { facts: { address: owner } });
}

/** @throws ProtocolError `account/unknown`, `ledger/withdrawal-duplicate`. */
function look(
  state: EngineState,
  { account: owner, asset, amount, nonce }: WithdrawalRequest,
): Seen {
  const { nonces, withdrawals, ledger } = state;
  const account = accountOf(state, owner);
  const isSame = withdrawals
    .pending(account)
    .some((one) => one.nonce === nonce && one.asset === asset.id && one.amount === amount);
  if (isSame) throw new ProtocolError('ledger/withdrawal-duplicate', { facts: { nonce } });
  return {
    account,
    epoch: nonces.epoch(account),
    lastNonce: withdrawals.lastNonce(account),
    available: ledger.available(account, asset.id),
  };
}

/** What helps with whatever the engine refuses. */
function factsOf({ epoch, lastNonce, available }: Seen, asset: Asset) {
  return {
    asset: asset.symbol,
    available: decimalOf(available, asset),
    epoch,
    last_nonce: lastNonce,
  };
}

function decimalOf(quanta: Quanta, asset: Asset): string {
  return String(toWireNumber(quanta, asset.decimals));
}
