import { assets } from '#lib/domain/asset.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { currentAccount, type Principal } from '#server/auth/index.ts';
import type { EngineState } from '#server/engine/index.ts';
import type { EngineRead, ExchangePort } from '#server/exchange-port.ts';

/** What of the exchange is asked about one account. */
export type AccountReads = {
  /**
   * The account that somebody acts for now; `null` = it is not open yet.
   *
   * @throws ProtocolError `auth/session-expired`, `auth/agent-revoked`, `sequencer/…`.
   */
  accountOf(principal: Principal): Promise<EngineRead<number | null>>;
  /** The same, and whether that account is frozen. */
  standingOf(
    principal: Principal,
  ): Promise<EngineRead<{ readonly account: number | null; readonly frozen: boolean }>>;
  /** Balances of every asset; all are 0 before the account is open. */
  balancesOf(principal: Principal): Promise<EngineRead<readonly Balance[]>>;
  /** When the dead-man switch goes off, milliseconds since the epoch; `null` = it is not armed. */
  cancelAtOf(principal: Principal): Promise<number | null>;
};

/** Reads of accounts, each with a look at whether whoever asks still may. */
export function createAccountReads(
  port: Pick<ExchangePort, 'read'>,
  now: () => number,
): AccountReads {
  return {
    accountOf: (principal) => port.read((state) => currentAccount(state, principal, now())),
    standingOf: (principal) =>
      port.read((state) => {
        const account = currentAccount(state, principal, now());
        return { account, frozen: account !== null && state.accounts.isFrozen(account) };
      }),
    balancesOf: (principal) =>
      port.read((state) => balances(state, currentAccount(state, principal, now()))),
    async cancelAtOf(principal) {
      const { value } = await port.read((state) => {
        const account = currentAccount(state, principal, now());
        return account === null ? 0 : state.deadlines.timeOf(account);
      });
      return value === 0 ? null : value;
    },
  };
}

function balances({ ledger }: EngineState, account: number | null): Balance[] {
  return assets.map(({ id, symbol }) => ({
    asset: symbol,
    available: account === null ? 0 : ledger.available(account, id),
    locked: account === null ? 0 : ledger.locked(account, id),
  }));
}
