import { backupCommand } from './backup-command.ts';

const { output, errors, exitCode } = await backupCommand(process.argv.slice(2));
process.stdout.write(output);
process.stderr.write(errors);
process.exitCode = exitCode;
