import type { ESTree } from 'rolldown/utils';
import type { Finding, SourceRule } from '../rule.ts';
import { isTestPath } from '../source/source-file.ts';
import { type SyntaxNode, walk } from '../source/syntax-node.ts';

const CARRIES_MONEY = /^(?:app|components|hooks|lib|server)\//;
const FORMATTING = /^lib\/format\//;
const MONEY = /(?:price|amount|balance|notional|quantity|fee|reserve|liquidity)/i;

/**
 * Binary floating point never carries money: no `parseFloat`, no `toFixed`, no `Number(price)`
 * outside `lib/format`, which is the only lossy place.
 */
export const noFloatMoney: SourceRule = {
  name: 'no-float-money',
  check: (file) => {
    const exempt = !CARRIES_MONEY.test(file.path) || FORMATTING.test(file.path);
    if (exempt || isTestPath(file.path)) return [];
    const findings: Finding[] = [];
    walk(file.program, (node) => {
      if (node.type !== 'CallExpression') return;
      const what = lossyCall(node, file.text);
      if (what === null) return;
      const message = `${what} loses digits: parse exactly, show through lib/format.`;
      findings.push({ at: node.start, message });
    });
    return findings;
  },
};

function lossyCall(call: ESTree.CallExpression, text: string): string | null {
  const callee = text.slice(call.callee.start, call.callee.end);
  if (/(?:^|\.)parseFloat$/.test(callee)) return callee;
  if (/\.to(?:Fixed|Precision|Exponential)$/.test(callee))
    return callee.slice(callee.lastIndexOf('.'));
  const [argument] = call.arguments;
  if (callee !== 'Number' || argument === undefined || isArithmetic(argument)) return null;
  const source = text.slice(argument.start, argument.end);
  return MONEY.test(source) ? `Number(${source})` : null;
}

/** `Number((amount * 1_000_000n) / total)` turns a share of integers into a number, not an amount. */
function isArithmetic(argument: SyntaxNode): boolean {
  return argument.type === 'BinaryExpression' || argument.type === 'ParenthesizedExpression';
}
