import { type Address, type Hash, sameAddress } from '#lib/domain/address.ts';
import type { Currency } from '#lib/domain/currency.ts';

/** An event in a receipt, as the chain gives it. */
export type ReceiptLog = {
  readonly address: Address;
  readonly topics: readonly Hash[];
  readonly data: Hash;
};

/** keccak256 of `Transfer(address,address,uint256)`. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** keccak256 of `Deposit(address,uint256)`, what WLUX says when LUX is wrapped. */
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
/** keccak256 of `Withdrawal(address,uint256)`, what WLUX says when it is unwrapped. */
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

export type ReceiptParties = {
  readonly account: Address;
  readonly router: Address;
  readonly wlux: Address;
  readonly pay: Currency;
  readonly receive: Currency;
};

/**
 * What an account really paid and received in a swap, in base units. Tokens are read from their
 * transfers from and to the account. LUX leaves no event of its own: what the router wrapped was
 * paid, less what it unwrapped because no pool took it; what it unwrapped was received where LUX is
 * what is received. In a plain wrap or unwrap the account wraps by itself.
 */
export function receiptAmounts(
  logs: readonly ReceiptLog[],
  parties: ReceiptParties,
): { readonly paid: bigint; readonly received: bigint } {
  return {
    paid: total(logs, paidBy(parties)) - returned(logs, parties),
    received: total(logs, receivedBy(parties)),
  };
}

/** LUX that was wrapped for a swap and given back; a plain unwrap gives nothing back. */
function returned(logs: readonly ReceiptLog[], { router, wlux, pay }: ReceiptParties): bigint {
  if (pay.kind !== 'native') return 0n;
  return total(logs, { address: wlux, event: WITHDRAWAL, position: 1, parties: [router] });
}

type EventFilter = {
  readonly address: Address;
  readonly event: string;
  /** Which topic names the party. */
  readonly position: 1 | 2;
  readonly parties: readonly Address[];
};

function paidBy({ account, router, wlux, pay, receive }: ReceiptParties): EventFilter {
  const wrapper = { address: wlux, position: 1, parties: [router, account] } as const;
  if (pay.kind === 'native') return { ...wrapper, event: DEPOSIT };
  if (isToken(pay, wlux) && receive.kind === 'native') return { ...wrapper, event: WITHDRAWAL };
  return { address: pay.address, event: TRANSFER, position: 1, parties: [account] };
}

function receivedBy({ account, router, wlux, pay, receive }: ReceiptParties): EventFilter {
  const wrapper = { address: wlux, position: 1, parties: [router, account] } as const;
  if (receive.kind === 'native') return { ...wrapper, event: WITHDRAWAL };
  if (isToken(receive, wlux) && pay.kind === 'native') return { ...wrapper, event: DEPOSIT };
  return { address: receive.address, event: TRANSFER, position: 2, parties: [account] };
}

function isToken(currency: Currency, address: Address): boolean {
  return currency.kind === 'token' && sameAddress(currency.address, address);
}

/** The sum of the amounts (the only data) of the events that pass the filter. */
function total(logs: readonly ReceiptLog[], filter: EventFilter): bigint {
  let sum = 0n;
  for (const log of logs) {
    if (matches(log, filter)) sum += BigInt(log.data);
  }
  return sum;
}

function matches(log: ReceiptLog, { address, event, position, parties }: EventFilter): boolean {
  const party = log.topics[position]?.slice(-40).toLowerCase();
  return (
    sameAddress(log.address, address) &&
    log.topics[0] === event &&
    /^0x[0-9a-fA-F]{64}$/u.test(log.data) &&
    parties.some((allowed) => allowed.slice(2).toLowerCase() === party)
  );
}
