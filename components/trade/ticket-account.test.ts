import { describe, expect, it } from 'vitest';
import { UNKNOWN_ACCOUNT } from '#lib/trading/trading-state.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';
import { ticketAccount } from './ticket-account.ts';

const connected: WalletConnection = {
  status: 'connected',
  address: `0x${'ab'.repeat(20)}`,
  chainId: 1337,
  walletName: 'A wallet',
  isDemo: false,
};
const given = {
  wallet: connected,
  chainId: 1337,
  funding: 'credited',
  trading: UNKNOWN_ACCOUNT,
} as const;
const balance = (available: number) => new Map([['USDT', { asset: 'USDT', available, locked: 0 }]]);

describe('ticketAccount', () => {
  it('is nobody without a wallet', () => {
    expect(ticketAccount({ ...given, wallet: { status: 'disconnected' } }).kind).toBe(
      'disconnected',
    );
  });

  it('waits for the code that trades, rather than asking for a signature too early', () => {
    expect(ticketAccount(given).kind).toBe('connecting');
  });

  it('keeps what is known in sight while the exchange is told anew who this is', () => {
    const trading = { ...UNKNOWN_ACCOUNT, phase: 'connecting' } as const;
    expect(ticketAccount({ ...given, trading }).kind).toBe('connecting');
    const known = { ...trading, balances: balance(7) };
    expect(ticketAccount({ ...given, trading: known })).toMatchObject({
      step: 'wait',
      balances: [{ available: 7 }],
    });
  });

  it.each(['no-key', 'refused'] as const)('with %s asks for a key', (phase) => {
    const trading = { ...UNKNOWN_ACCOUNT, phase };
    expect(ticketAccount({ ...given, trading })).toMatchObject({ step: 'enable-trading' });
    expect(ticketAccount({ ...given, trading, chainId: 1 })).toMatchObject({
      step: 'switch-network',
    });
  });

  it.each([
    [null, 'wait'],
    ['none', 'first-deposit'],
    ['arriving', 'arriving'],
    ['credited', 'enable-trading'],
  ] as const)('without a key, and with %s paid in, has this to do: %s', (funding, step) => {
    const trading = { ...UNKNOWN_ACCOUNT, phase: 'no-key' } as const;
    expect(ticketAccount({ ...given, funding, trading })).toMatchObject({ step });
    // The wallet could not pay in on another network either.
    const elsewhere = ticketAccount({ ...given, funding, trading, chainId: 1 });
    expect(elsewhere).toMatchObject({ step: 'switch-network' });
  });

  it('asks for a new key in place of a refused one, whatever is paid in', () => {
    const trading = { ...UNKNOWN_ACCOUNT, phase: 'refused' } as const;
    const account = ticketAccount({ ...given, funding: 'none', trading });
    expect(account).toMatchObject({ step: 'enable-trading' });
  });

  it('trades whatever chain the wallet is on, once there is a key', () => {
    const trading = { ...UNKNOWN_ACCOUNT, phase: 'ready', balances: balance(1) } as const;
    expect(ticketAccount({ ...given, trading, chainId: 1 })).toMatchObject({ step: null });
  });

  it('asks for a deposit when there is nothing, and not before that is known', () => {
    const trading = { ...UNKNOWN_ACCOUNT, phase: 'ready' } as const;
    expect(ticketAccount({ ...given, trading })).toMatchObject({ step: null, balances: null });
    expect(
      ticketAccount({ ...given, trading: { ...trading, balances: balance(0) } }),
    ).toMatchObject({ step: 'deposit' });
  });
});
