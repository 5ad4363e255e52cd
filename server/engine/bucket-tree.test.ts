import { describe, expect, it } from 'vitest';
import { BucketTree } from './bucket-tree.ts';
import { NONE } from './order-pool.ts';

/** What all buckets hold, in order. */
function contents(tree: BucketTree): number[] {
  const held: number[] = [];
  for (let at = tree.first(); at !== NONE; at = tree.after(at)) held.push(tree.content(at));
  return held;
}

describe('BucketTree', () => {
  it('visits the buckets that hold something, in order', () => {
    const tree = new BucketTree(4_096);
    for (const place of [4_095, 7, 0, 900]) tree.fill(place, place + 1);
    expect(contents(tree)).toEqual([1, 8, 901, 4_096]);
    tree.empty(7);
    expect([tree.content(7), contents(tree)]).toEqual([0, [1, 901, 4_096]]);
  });

  it('puts the parts of a split bucket where it was', () => {
    const tree = new BucketTree(8);
    tree.fill(2, 100);
    tree.fill(6, 600);
    tree.fill(4, 1);
    tree.split(4, 5);
    for (const part of [31, 0, 5]) tree.fill(tree.placeOf(4, part << 5), 400 + part);
    expect(contents(tree)).toEqual([100, 400, 405, 431, 600]);
    const part = tree.placeOf(4, 5 << 5);
    expect([tree.isPart(part), tree.partWidth(part), tree.isPart(2)]).toEqual([true, 5, false]);
  });

  it('splits parts again, and gives all back when the last is emptied', () => {
    const tree = new BucketTree(2);
    tree.fill(1, 1);
    tree.split(1, 10);
    tree.fill(tree.placeOf(1, 1_024), 1);
    tree.split(tree.placeOf(1, 1_024), 5);
    const place = tree.placeOf(1, 1_024 + 64);
    tree.fill(place, 9);
    expect(contents(tree)).toEqual([9]);
    tree.empty(place);
    expect([contents(tree), tree.content(1), tree.first()]).toEqual([[], 0, NONE]);
  });

  it('grows with the number of split buckets', () => {
    const tree = new BucketTree(100);
    for (let root = 0; root < 100; root += 1) {
      tree.split(root, 0);
      tree.fill(tree.placeOf(root, root), 1_000 + root);
    }
    expect(contents(tree)).toEqual(Array.from({ length: 100 }, (_, root) => 1_000 + root));
  });
});
