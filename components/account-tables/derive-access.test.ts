import { describe, expect, it } from 'vitest';
import { type TradingState, UNKNOWN_ACCOUNT } from '#lib/trading/trading-state.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';
import { deriveAccess } from './derive-access.ts';

const wallet: WalletConnection = {
  status: 'connected',
  address: `0x${'1'.repeat(40)}`,
  chainId: 1337,
  walletName: 'Any',
  isDemo: false,
};

const access = (trading: Partial<TradingState>, connection: WalletConnection = wallet) =>
  deriveAccess({
    wallet: connection,
    chainId: 1337,
    funding: 'none',
    trading: { ...UNKNOWN_ACCOUNT, ...trading },
  });

describe('whether there is an account to show', () => {
  it('asks for a wallet first, and waits while one is being restored', () => {
    expect(access({}, { status: 'disconnected' })).toEqual({ kind: 'disconnected' });
    expect(access({}, { status: 'connecting', restoring: true })).toEqual({ kind: 'connecting' });
  });

  it('asks for a key, on the network of the page', () => {
    const noKey = { kind: 'no-key', funding: 'none' };
    expect(access({ phase: 'no-key' })).toEqual({ ...noKey, wrongNetwork: false });
    const elsewhere = { ...wallet, chainId: 1 };
    expect(access({ phase: 'no-key' }, elsewhere)).toEqual({ ...noKey, wrongNetwork: true });
  });

  it('says why the exchange refused a key', () => {
    const refusal = { code: 'auth/agent-revoked', message: 'It was revoked.' };
    expect(access({ phase: 'refused', refusal })).toEqual({ kind: 'refused', ...refusal });
  });

  it('waits for the session to follow the wallet', () => {
    expect(access({ phase: 'no-account' })).toEqual({ kind: 'connecting' });
  });

  it('keeps in sight what was known while it connects anew', () => {
    expect(access({ phase: 'connecting' })).toEqual({ kind: 'connecting' });
    expect(access({ phase: 'connecting', orders: new Map() })).toEqual({ kind: 'known' });
    expect(access({ phase: 'ready' })).toEqual({ kind: 'known' });
  });
});
