import { receiptCommand } from './receipt-command.ts';
import { replayCommand } from './replay-command.ts';

// Whoever reads only the first lines closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const [first, ...rest] = process.argv.slice(2);
const { output, errors, exitCode } =
  first === 'receipt' ? await receiptCommand(rest) : replayCommand(process.argv.slice(2));
process.stdout.write(output);
process.stderr.write(errors);
process.exitCode = exitCode;
