import { parseArgs } from 'node:util';
import { isAddress } from '#lib/domain/address.ts';
import { placingOf } from '#server/sequencer/index.ts';
import { checkReceipt, type ReceiptQuestion, type ReceiptReport } from './check-receipt.ts';
import { factLines } from './render-report.ts';
import { type CommandAnswer, failedAnswer } from './replay-command.ts';
import { DIFFERS, ReplayError, USAGE_FAULT } from './replay-error.ts';

const USAGE = `Usage: npm run replay -- receipt <receipt file> <journal folder> [options]

Compares a receipt of an order with a journal or a copy of it: that the order has the hash which the
operator signed, and that the journal holds this order there, behind the log that is named.

  --archive FOLDER    look for archived segments here too
  --operator ADDRESS  who must have signed it; without this, compare the address that is shown
  --json              the answer as JSON

Ends with 0 when all of it is so, 1 when something differs or is damaged, and 2 when it was asked for
something that cannot be.`;

/** Answers `npm run replay -- receipt …`, whose arguments these are. */
export async function receiptCommand(argv: readonly string[]): Promise<CommandAnswer> {
  try {
    const question = questionOf(argv);
    if (question === null) return { output: `${USAGE}\n`, errors: '', exitCode: 0 };
    const report = await checkReceipt(question);
    const output = question.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report);
    return { output, errors: '', exitCode: report.differences.length === 0 ? 0 : DIFFERS };
  } catch (error) {
    return failedAnswer(error, argv.includes('--json'));
  }
}

function questionOf(
  argv: readonly string[],
): (ReceiptQuestion & { readonly json: boolean }) | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const [file, folder, ...rest] = positionals;
  if (file === undefined || folder === undefined || rest.length > 0) {
    throw refused('A receipt and a journal are compared: name a file, then a folder.');
  }
  const { archive = null, operator = null, json = false } = values;
  if (operator !== null && !isAddress(operator)) {
    throw refused(
      `--operator takes 0x and 40 hexadecimal digits, not ${JSON.stringify(operator)}.`,
    );
  }
  return { file, folder, archive, operator, json };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        archive: { type: 'string' },
        operator: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refused(error.message);
  }
}

function textOf(report: ReceiptReport): string {
  const { signer, differences, orderId, seq } = report;
  const deed = placingOf(orderId).seq === seq ? 'placed' : 'signed anew';
  const facts = factLines([
    ['Receipt', report.file],
    ['Journal', `${report.folder}, of ${report.network}`],
    ['Order', `${orderId} of ${report.account}, ${deed} by command ${seq}`],
    ['Signed by', signer === null ? 'a contract, or nobody' : `${signer.address}, ${signer.as}`],
    ['Operator', report.operator],
  ]);
  const result =
    differences.length === 0
      ? ['The journal holds this order as the receipt says.']
      : ['The receipt and the journal differ:', ...differences.map((each) => `  ${each}`)];
  return `${[...facts, '', ...result].join('\n')}\n`;
}

function refused(message: string): ReplayError {
  const fix = 'See npm run replay -- receipt --help.';
  return new ReplayError('replay/invalid-option', { message, fix, exitCode: USAGE_FAULT });
}
