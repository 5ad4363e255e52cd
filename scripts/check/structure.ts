import { checkStructure } from './check-structure.ts';
import { readProject } from './read-project.ts';
import { formatViolations } from './violation.ts';

/** With paths as arguments (`node scripts/check/structure.ts lib/swap`) only those are reported. */
const only = process.argv.slice(2);
const project = readProject(process.cwd());
const violations = checkStructure(project).filter(
  ({ path }) => only.length === 0 || only.some((prefix) => path.startsWith(prefix)),
);
if (violations.length > 0) console.error(formatViolations(violations));
console.log(`Structure: ${project.files.length} files, ${violations.length} violations.`);
process.exitCode = violations.length === 0 ? 0 : 1;
