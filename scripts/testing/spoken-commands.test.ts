import { describe, expect, it } from 'vitest';
import { addressOf, CommandBuilder } from '../simulator/command-builder.ts';
import { parseCommand } from './spoken-commands.ts';

const parse = (text: string) => parseCommand(new CommandBuilder(), text);

describe('parseCommand', () => {
  it.each([
    ['1 buys 5 @ 100', { kind: 'place', account: 1, side: 0, quantity: 5, price: 100, type: 0 }],
    ['2 sells 5 @ market', { side: 1, type: 1, price: 0, timeInForce: 1 }],
    ['2 sells 5 @ market fok within 90', { type: 1, price: 90, timeInForce: 2 }],
    ['1 buys 5 @ 100 till 2000', { timeInForce: 3, expiry: 2_000 }],
    ['1 buys 5 @ 100 slide shows 2 oldest client 9', { postOnly: 2, displayQuantity: 2 }],
    ['1 buys 5 @ 100 post-only in 3 #8', { postOnly: 1, market: 3, orderId: 8 }],
    ['1 buys 5 @ 100 decrement client 9', { selfTrade: 3, clientOrderId: 9 }],
    ['1 buys 5 @ 100 stop 95', { trigger: 1, triggerPrice: 95, triggerBy: 0 }],
    ['1 sells 5 @ 100 stop 95 by mark', { trigger: 2, triggerPrice: 95, triggerBy: 1 }],
    ['1 sells 5 @ 100 rising 95 by index', { trigger: 1, triggerBy: 2 }],
    ['at 1500 1 buys 5 @ 100', { time: 1_500 }],
    [
      '1 buys 5 @ 100 profit 110 client 3 loss 90 limit 88 by mark #7',
      {
        orderId: 1,
        takeProfit: { orderId: 2, clientOrderId: 3, type: 0, price: 110, triggerPrice: 0 },
        stopLoss: { orderId: 7, type: 0, price: 88, triggerPrice: 90, triggerBy: 1 },
      },
    ],
    [
      '2 sells 5 @ 110 both till 2000 client 3 or 90 client 4',
      {
        kind: 'place-oco',
        side: 1,
        expiry: 2_000,
        selfTrade: 2,
        limitLeg: { orderId: 1, clientOrderId: 3, price: 110 },
        stopLeg: { orderId: 2, clientOrderId: 4, type: 1, price: 0, triggerPrice: 90 },
      },
    ],
    ['chain 2 cancels 130', { kind: 'note-cancel', owner: addressOf(2), nonce: 130 }],
    ['chain 2 bumps to 3', { kind: 'note-epoch', owner: addressOf(2), epoch: 3 }],
    [
      'chain 1 approves 101 nonce 9 worth 5',
      { kind: 'note-approval', owner: addressOf(1), nonce: 9, maxNotional: 5 },
    ],
    ['chain 1 revokes 102 nonce 9', { kind: 'note-revocation', address: addressOf(102), nonce: 9 }],
    ['3 confirms 101 nonce 7', { kind: 'confirm-approval', account: 3, nonce: 7 }],
    ['1 cancels #3', { kind: 'cancel', account: 1, orderId: 3, clientOrderId: 0 }],
    ['1 cancels client 3', { kind: 'cancel', orderId: 0, clientOrderId: 3 }],
    ['1 cancels all in 2', { kind: 'cancel-all', market: 2 }],
    ['1 modifies #3 to 5 @ 101 stop 96', { quantity: 5, price: 101, triggerPrice: 96 }],
    ['1 modifies client 3 @ 101', { clientOrderId: 3, quantity: 0, price: 101, triggerPrice: 0 }],
    ['1 deposits 5 quote', { kind: 'deposit', account: 1, amount: 5, asset: 1 }],
    ['1 withdraws 5 base', { kind: 'withdraw', amount: 5, asset: 0 }],
    ['1 arms 2000', { kind: 'arm-dead-man', deadline: 2_000 }],
    [
      '1 buys 5 @ 100 signed 64 profit 110 signed 65 agent 2 epoch 1 until 9 fee 500 client 3',
      {
        authority: { agent: 0, nonce: 64, epoch: 0, expiry: 0xffff_ffff, maxFeePpm: 1_000_000 },
        takeProfit: {
          clientOrderId: 3,
          authority: { agent: 2, nonce: 65, epoch: 1, expiry: 9, maxFeePpm: 500 },
        },
      },
    ],
    [
      '2 sells 5 @ 110 signed 64 or 90 signed 65',
      { limitLeg: { authority: { nonce: 64 } }, stopLeg: { authority: { nonce: 65 } } },
    ],
    ['1 modifies #3 @ 101 signed 66', { price: 101, authority: { nonce: 66 } }],
    [
      '1 approves 101 until 2 worth 500 markets 6 nonce 9',
      {
        kind: 'approve-agent',
        account: 1,
        address: addressOf(101),
        ...{ expiry: 2, maxNotional: 500, marketsLow: 6, marketsHigh: 0, nonce: 9 },
      },
    ],
    ['1 approves 101', { nonce: 1, marketsHigh: 0xffff_ffff, maxNotional: 2 ** 53 - 1 }],
    ['1 revokes 101', { kind: 'revoke-agent', account: 1, address: addressOf(101) }],
    ['1 bumps to 2', { kind: 'bump-epoch', account: 1, epoch: 2 }],
    ['1 reserves', { kind: 'reserve-nonces', account: 1, agent: 0 }],
    ['1 reserves for 2', { kind: 'reserve-nonces', agent: 2 }],
    ['market post-only in 2', { kind: 'set-market-state', market: 2, state: 2 }],
    ['mark 7', { kind: 'set-price', market: 1, source: 1, price: 7 }],
    ['tick 2000', { kind: 'tick', time: 2_000 }],
    ['at 3000 tick', { kind: 'tick', time: 3_000 }],
  ])('%s', (text, fields) => {
    expect(parse(text)).toMatchObject({ seq: 1, ...fields });
  });

  it.each([
    ['somebody buys 5', "Who or what is 'somebody'?"],
    ['1 dances', 'Nobody dances here.'],
    ['1 buys', "'1 buys' stops too early."],
    ['1 buys 5 at 100', "'@' is missing in '1 buys 5 at 100'."],
    ['1 buys 5 @ cheap', "A number is missing in '1 buys 5 @ cheap'."],
    ['1 buys 5 @ 100 please', "'please' means nothing in '1 buys 5 @ 100 please'."],
    ['1 approves 101 please', "'please' means nothing in '1 approves 101 please'."],
    ['1 bumps 2', "'to' is missing in '1 bumps 2'."],
    ['1 cancels #3 now', "'now' is too much in '1 cancels #3 now'."],
  ])('refuses what it does not understand: %s', (text, why) => {
    expect(() => parse(text)).toThrow(why);
  });
});
