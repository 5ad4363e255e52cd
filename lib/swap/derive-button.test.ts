import { describe, expect, it } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import {
  account,
  balances,
  E18,
  LUSD,
  market,
  sampleSwap,
  sellLusd,
  settings,
  WLUX,
  withRoute,
} from '#scripts/testing/sample-swap.ts';
import { deriveSwap, type SwapSources } from './derive-swap.ts';
import type { SwapButton } from './swap-view.ts';

const ready: SwapButton = { label: 'Review', action: 'review', reason: null };

describe('the button', () => {
  it.each<[string, SwapSources, SwapButton]>([
    [
      'connects first',
      { ...sampleSwap, account: { kind: 'disconnected' } },
      { label: 'Connect wallet', action: 'connect', reason: null },
    ],
    [
      'connects even before anything is typed',
      {
        ...sampleSwap,
        account: { kind: 'disconnected' },
        inputs: { pay: null, receive: null, exact: 'pay', text: '' },
      },
      { label: 'Connect wallet', action: 'connect', reason: null },
    ],
    [
      'waits for the wallet',
      { ...sampleSwap, account: { kind: 'connecting', restoring: false } },
      { label: 'Connecting…', action: null, reason: 'Answer the request in your wallet.' },
    ],
    [
      'waits for the wallet of before the reload',
      { ...sampleSwap, account: { kind: 'connecting', restoring: true } },
      { label: 'Restoring the wallet…', action: null, reason: null },
    ],
    [
      'switches the network in one press',
      { ...sampleSwap, account: { ...account, onRightNetwork: false } },
      { label: 'Switch to Local development chain', action: 'switch-network', reason: null },
    ],
    [
      'asks for a token to pay',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, pay: null } },
      { label: 'Choose a token to pay', action: 'choose-pay', reason: null },
    ],
    [
      'asks for a token to receive',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, receive: null } },
      { label: 'Choose a token to receive', action: 'choose-receive', reason: null },
    ],
    [
      'asks for an amount',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, text: '' } },
      { label: 'Enter an amount', action: null, reason: null },
    ],
    [
      'takes zero for no amount',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, text: '0.00' } },
      { label: 'Enter an amount', action: null, reason: null },
    ],
    [
      'says what is wrong with an amount',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, text: '1,5' } },
      {
        label: 'Check the amount',
        action: null,
        reason: 'Use a point for decimals: 1.5.',
      },
    ],
    [
      'says that there is no route',
      { ...sampleSwap, market: { ...market, quote: { kind: 'refused', code: 'swap/no-route' } } },
      { label: 'No route', action: null, reason: 'Choose other tokens.' },
    ],
    [
      'says that the pools are too small',
      {
        ...sampleSwap,
        market: { ...market, quote: { kind: 'refused', code: 'swap/insufficient-liquidity' } },
      },
      { label: 'Not enough liquidity', action: null, reason: 'Try a smaller amount.' },
    ],
    [
      'waits while the chain is down',
      {
        ...sampleSwap,
        market: {
          ...market,
          link: { kind: 'down', lastAnswerMs: 10_000, code: 'chain/unreachable' },
        },
      },
      {
        label: 'Waiting for the chain',
        action: null,
        reason: 'Prices may have changed since it last answered.',
      },
    ],
    [
      'waits for the first price',
      { ...sampleSwap, market: { ...market, quote: { kind: 'loading' } } },
      { label: 'Finding the best price…', action: null, reason: null },
    ],
    [
      'does not take a price for another amount',
      { ...sampleSwap, inputs: { ...sampleSwap.inputs, text: '11' } },
      { label: 'Finding the best price…', action: null, reason: null },
    ],
    [
      'waits for a fresh price',
      { ...sampleSwap, market: { ...market, nowMs: 15_001 } },
      {
        label: 'Refreshing the price…',
        action: null,
        reason: 'The price on screen is not current.',
      },
    ],
    [
      'says what is wrong with the slippage',
      { ...sampleSwap, ...settings({ slippage: { mode: 'custom', text: '60' } }) },
      { label: 'Check the slippage', action: null, reason: 'Slippage can be 50% at most.' },
    ],
    [
      'waits for the balance',
      { ...sampleSwap, account: balances([LUSD, 1n]) },
      { label: 'Reading your balance…', action: null, reason: null },
    ],
    [
      'waits for the allowance',
      { ...sampleSwap, account: { ...account, allowance: null } },
      { label: 'Reading your balance…', action: null, reason: null },
    ],
    [
      'names the token that is short',
      { ...sampleSwap, account: balances([LUX, 9n * E18]) },
      { label: 'Insufficient LUX', action: null, reason: 'You have 9 LUX.' },
    ],
    [
      'keeps LUX for the network cost',
      { ...sampleSwap, account: balances([LUX, 10n * E18]) },
      {
        label: 'Insufficient LUX',
        action: null,
        reason: 'The network cost needs about 0.00015 LUX more.',
      },
    ],
    [
      'wants LUX for the network cost of a token swap too',
      { ...sellLusd, account: { ...balances([LUX, 0n], [LUSD, 500_000_000n]), allowance: 0n } },
      {
        label: 'Insufficient LUX',
        action: null,
        reason: 'The network cost needs about 0.00015 LUX more.',
      },
    ],
    [
      'wants none of a contract, for which somebody else pays',
      {
        ...sellLusd,
        account: { ...balances([LUX, 0n], [LUSD, 500_000_000n]), allowance: 0n, isContract: true },
      },
      { label: 'Approve LUSD', action: 'approve', reason: null },
    ],
    [
      'stops at a slippage over the limit',
      { ...sampleSwap, ...settings({ slippage: { mode: 'custom', text: '6' } }) },
      {
        label: 'Slippage over 5%',
        action: null,
        reason: 'Allow it in the settings, or choose less.',
      },
    ],
    [
      'goes on when that slippage was allowed',
      {
        ...sampleSwap,
        ...settings({ slippage: { mode: 'custom', text: '6' }, highSlippageAccepted: true }),
      },
      ready,
    ],
    [
      'stops at a dangerous impact',
      withRoute({ priceImpactPpm: 60_000n }),
      {
        label: 'Price impact over 5%',
        action: null,
        reason: 'Type the words above to go on.',
      },
    ],
    [
      'goes on when the impact was acknowledged',
      { ...withRoute({ priceImpactPpm: 60_000n }), acknowledgement: 'Swap anyway' },
      ready,
    ],
    ['reviews LUX, which needs no approval', sampleSwap, ready],
    ['reviews a token that takes a permit', sellLusd, ready],
    [
      'approves a token when asked to by transaction',
      { ...sellLusd, ...settings({ approval: 'exact' }) },
      { label: 'Approve LUSD', action: 'approve', reason: null },
    ],
    [
      'reviews a token that is approved already',
      {
        ...sellLusd,
        ...settings({ approval: 'exact' }),
        account: { ...account, allowance: 240_000_000n },
      },
      ready,
    ],
    [
      'wraps',
      {
        ...withRoute({ kind: 'wrap', output: WLUX, amountOut: 10n * E18, legs: [] }),
        inputs: { pay: LUX, receive: WLUX, exact: 'pay', text: '10' },
      },
      { label: 'Review wrap', action: 'review', reason: null },
    ],
  ])('%s', (_, given, button) => {
    const view = deriveSwap(given);
    expect(view.button).toEqual(button);
    expect(view.plan !== null).toBe(button.action === 'review' || button.action === 'approve');
  });

  it('approves a token that takes no permit by transaction', () => {
    const given: SwapSources = {
      ...withRoute({ input: WLUX, amount: 2n * E18, amountIn: 2n * E18 }),
      inputs: { pay: WLUX, receive: LUSD, exact: 'pay', text: '2' },
    };
    const { button, plan } = deriveSwap(given);
    expect(button.label).toBe('Approve WLUX');
    expect(plan?.approval).toEqual({ kind: 'approve', token: WLUX, amount: 2n * E18 });
  });

  it('says when the balance covers the price but not the slippage', () => {
    const given: SwapSources = {
      ...withRoute({ mode: 'exact-out', amount: 240_000_000n }),
      inputs: { pay: LUX, receive: LUSD, exact: 'receive', text: '240' },
      account: balances([LUX, 10n * E18 + 1n]),
    };
    expect(deriveSwap(given).button).toEqual({
      label: 'Insufficient LUX',
      action: null,
      reason: 'Enough at this price, but not for the maximum that your slippage allows.',
    });
  });
});
