import { readFileSync } from 'node:fs';
import {
  bytesToHex,
  compactSignatureToSignature,
  parseCompactSignature,
  recoverAddress,
} from 'viem';
import { type ReceiptFault, verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { CommandDecoder, type RecordBlock, recordLength } from '#server/journal/index.ts';
import { type RecordedOrder, recordedChange, recordedOrder } from '#server/receipts/index.ts';
import { placingOf } from '#server/sequencer/index.ts';
import { OpenedJournal } from './opened-journal.ts';
import { ReplayError, USAGE_FAULT } from './replay-error.ts';

export type ReceiptQuestion = {
  /** The receipt, as it was downloaded. */
  readonly file: string;
  readonly folder: string;
  readonly archive: string | null;
  /** Who must have signed it; `null` = whoever it names. */
  readonly operator: string | null;
};

/** What a receipt says, and what of it is not so. */
export type ReceiptReport = {
  readonly file: string;
  readonly folder: string;
  readonly network: string;
  readonly seq: number;
  readonly orderId: number;
  readonly account: Address;
  readonly operator: Address;
  /** Who signed the order in the journal, and as what; `null` = a contract, or it is not there. */
  readonly signer: { readonly address: Address; readonly as: string } | null;
  /** As sentences; none = the journal holds the order as the receipt says. */
  readonly differences: readonly string[];
};

const COMPACT_BYTES = 64;

const FAULTS: Readonly<Record<ReceiptFault, string>> = {
  'order-hash': 'The order in the receipt does not have the hash that it states.',
  block: 'The command is not in the block that the receipt names.',
  signature: 'The signature is not of the operator whom the receipt names, over what it says.',
};

/**
 * Compares a receipt with a journal: is it what it says, and does the journal hold the order there?
 *
 * @throws ReplayError when the file is no receipt, or the journal does not reach back so far or cannot
 *   be read.
 */
export async function checkReceipt(question: ReceiptQuestion): Promise<ReceiptReport> {
  const { file, folder, operator } = question;
  const receipt = readReceipt(file);
  const journal = new OpenedJournal(question);
  const fault = await verifyReceipt(receipt);
  const isOther = operator !== null && operator.toLowerCase() !== receipt.operator.toLowerCase();
  const found = blockOf(journal, receipt.seq);
  const recorded = 'lastSeq' in found ? null : recordedOf(journal, { receipt, found });
  const { differences, signer } = await compare(receipt, { found, recorded });
  return {
    file,
    folder,
    network: journal.network,
    seq: receipt.seq,
    orderId: receipt.orderId,
    account: receipt.order.account,
    operator: receipt.operator,
    signer,
    differences: [
      ...(fault === null ? [] : [FAULTS[fault]]),
      ...(isOther ? [`The receipt names ${receipt.operator} as operator, not ${operator}.`] : []),
      ...differences,
    ],
  };
}

function readReceipt(file: string): Receipt {
  const text = readFileSync(file, 'utf8');
  try {
    return decodeReceipt(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ProtocolError)) throw error;
    throw new ReplayError('replay/not-a-receipt', {
      message: `${file} is no receipt: ${error.message}`,
      fix: 'Name a file as GET /v1/orders/{id}/receipt gives it, unchanged.',
      exitCode: USAGE_FAULT,
      cause: error,
    });
  }
}

type Found = Pick<RecordBlock, 'firstSeq' | 'count' | 'chain' | 'previousChain'> & {
  readonly command: ReturnType<CommandDecoder['decode']>;
};

/** The block that holds a command, and the command; how far the journal goes if it ends before. */
function blockOf(journal: OpenedJournal, seq: number): Found | { readonly lastSeq: number } {
  if (seq < journal.firstSeq) throw incomplete(journal, seq);
  const reader = journal.read(seq);
  try {
    let block = reader.next(seq);
    while (block !== null && block.firstSeq + block.count <= seq) block = reader.next(seq);
    if (block === null) return { lastSeq: reader.readSeq };
    let at = block.start;
    for (let before = block.firstSeq; before < seq; before += 1) {
      at += recordLength(block.memory, at);
    }
    const command = structuredClone(new CommandDecoder().decode(block.memory, at));
    const { firstSeq, count, chain, previousChain } = block;
    return { firstSeq, count, chain, previousChain, command };
  } finally {
    reader.close();
  }
}

/** The order as the journal says that it was signed; a change says it beside what was placed. */
function recordedOf(
  journal: OpenedJournal,
  { receipt, found }: { readonly receipt: Receipt; readonly found: Found },
): RecordedOrder | null {
  const { seq, orderId } = receipt;
  const placing = placingOf(orderId);
  if (placing.seq === seq) return recordedOrder(found.command, orderId);
  const first = blockOf(journal, placing.seq);
  const placed = 'lastSeq' in first ? null : recordedOrder(first.command, orderId);
  return placed === null ? null : recordedChange(found.command, { orderId, placed });
}

async function compare(
  receipt: Receipt,
  {
    found,
    recorded,
  }: { readonly found: ReturnType<typeof blockOf>; readonly recorded: RecordedOrder | null },
): Promise<Pick<ReceiptReport, 'differences' | 'signer'>> {
  if ('lastSeq' in found) {
    const text = `The journal ends with record ${found.lastSeq}, before the command that placed it.`;
    return { differences: [text], signer: null };
  }
  const { logHash, block, order, orderId } = receipt;
  const differences: string[] = [];
  const hold = (holds: boolean, difference: string) => {
    if (!holds) differences.push(difference);
  };
  const lastSeq = found.firstSeq + found.count - 1;
  hold(bytesToHex(found.previousChain) === logHash, 'The log before it has another chain hash.');
  hold(bytesToHex(found.chain) === block.hash, 'The block that holds it has another hash.');
  hold(
    found.firstSeq === block.firstSeq && lastSeq === block.lastSeq,
    `The block that holds it has records ${found.firstSeq} to ${lastSeq}.`,
  );
  if (recorded === null || recorded.authority === null) {
    const does = placingOf(orderId).seq === receipt.seq ? 'places no' : 'changes no';
    differences.push(`Record ${receipt.seq} ${does} signed order ${orderId}.`);
    return { differences, signer: null };
  }
  const { terms, market, authority, signature } = recorded;
  // A market order of an API key has no price in the journal: its signature tells.
  const priceTicks = terms.priceTicks === 0 ? order.price : terms.priceTicks;
  const signed = signableOrder(
    { ...terms, priceTicks },
    { account: order.account, market, by: authority },
  );
  for (const name of Object.keys(signed) as (keyof SignedOrder)[]) {
    hold(
      signed[name] === order[name],
      `In the journal ${name} is ${signed[name]}, not ${order[name]}.`,
    );
  }
  const address = await signerOf(receipt, signature);
  const isOwners = authority.agent === 0;
  hold(
    !isOwners || address === null || sameAddress(address, order.account),
    `The order in the journal was not signed by its owner, but by ${address}.`,
  );
  const as = isOwners ? 'the owner' : `trading key ${authority.agent} of the account`;
  return { differences, signer: address === null ? null : { address, as } };
}

/** Who signed the order; `null` = a contract answers for its own signatures. */
async function signerOf(
  { orderHash: hash }: Receipt,
  signature: Uint8Array | null,
): Promise<Address | null> {
  if (signature === null || signature.length !== COMPACT_BYTES) return null;
  try {
    const compact = parseCompactSignature(bytesToHex(signature));
    return await recoverAddress({ hash, signature: compactSignatureToSignature(compact) });
  } catch {
    // Over another hash the signature may be of no key at all.
    return null;
  }
}

function incomplete(journal: OpenedJournal, seq: number): ReplayError {
  return new ReplayError('replay/incomplete', {
    message: `The journal in ${journal.folder} begins with record ${journal.firstSeq}; the receipt is of record ${seq}.`,
    fix: journal.archiveHint(),
    exitCode: USAGE_FAULT,
  });
}
