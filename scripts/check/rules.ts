import { declaredDependencies } from './project-rules/declared-dependencies.ts';
import { documentedSettings } from './project-rules/documented-settings.ts';
import { exactVersions } from './project-rules/exact-versions.ts';
import { testBesideSource } from './project-rules/test-beside-source.ts';
import { unusedDependencies } from './project-rules/unused-dependencies.ts';
import { unusedExports } from './project-rules/unused-exports.ts';
import { unusedFiles } from './project-rules/unused-files.ts';
import type { ProjectRule, SourceRule, TextRule } from './rule.ts';
import { configurationReads } from './rules/configuration-reads.ts';
import { errorClassesLast } from './rules/error-classes-last.ts';
import { fieldWords } from './rules/field-words.ts';
import { fileLength } from './rules/file-length.ts';
import { fileName } from './rules/file-name.ts';
import { functionLength } from './rules/function-length.ts';
import { importLayers } from './rules/import-layers.ts';
import { mainExport } from './rules/main-export.ts';
import { maxParams } from './rules/max-params.ts';
import { noBannerComments } from './rules/no-banner-comments.ts';
import { noBarrels } from './rules/no-barrels.ts';
import { noCommentedCode } from './rules/no-commented-code.ts';
import { noDisabledTests } from './rules/no-disabled-tests.ts';
import { noDoubleAssertions } from './rules/no-double-assertions.ts';
import { noFloatMoney } from './rules/no-float-money.ts';
import { noMachineTraces } from './rules/no-machine-traces.ts';
import { noSleep } from './rules/no-sleep.ts';
import { noSnapshots } from './rules/no-snapshots.ts';
import { noSuppressions } from './rules/no-suppressions.ts';
import { noUnfinishedWork } from './rules/no-unfinished-work.ts';
import { publicDocs } from './rules/public-docs.ts';
import { pureLayers } from './rules/pure-layers.ts';
import { serverDoors } from './rules/server-doors.ts';
import { serverPages } from './rules/server-pages.ts';
import { solidityComments } from './rules/solidity-comments.ts';
import { solidityErrors } from './rules/solidity-errors.ts';
import { solidityNatspec } from './rules/solidity-natspec.ts';
import { solidityTestNames } from './rules/solidity-test-names.ts';

/** Rules about the syntax of one file. */
export const sourceRules: readonly SourceRule[] = [
  configurationReads,
  errorClassesLast,
  fieldWords,
  functionLength,
  importLayers,
  mainExport,
  maxParams,
  noBannerComments,
  noBarrels,
  noCommentedCode,
  noDisabledTests,
  noDoubleAssertions,
  noFloatMoney,
  noSleep,
  noSnapshots,
  noSuppressions,
  publicDocs,
  pureLayers,
  serverDoors,
  serverPages,
];

/** Rules about the name and the text of one file of any kind. */
export const textRules: readonly TextRule[] = [
  fileLength,
  fileName,
  noMachineTraces,
  noUnfinishedWork,
  solidityComments,
  solidityErrors,
  solidityNatspec,
  solidityTestNames,
];

/** Rules about all files together. */
export const projectRules: readonly ProjectRule[] = [
  declaredDependencies,
  documentedSettings,
  exactVersions,
  testBesideSource,
  unusedDependencies,
  unusedExports,
  unusedFiles,
];
