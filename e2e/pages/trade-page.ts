import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { findMarket, type Market } from '#lib/domain/market.ts';

/** What is typed and chosen in the ticket; what is left out stays as it is. */
export type TicketEntry = {
  readonly side?: 'Buy' | 'Sell';
  readonly type?: 'Limit' | 'Market' | 'Stop' | 'Stop limit';
  readonly trigger?: string;
  readonly price?: string;
  readonly size?: string;
  readonly timeInForce?:
    | 'Until canceled'
    | 'For a time'
    | 'At once, rest canceled'
    | 'All at once or nothing';
  readonly postOnly?: boolean;
  readonly takeProfit?: string;
  readonly stopLoss?: string;
  /** Makes it an iceberg. */
  readonly visibleSize?: string;
};

export type AccountTab =
  | 'Open orders'
  | 'Order history'
  | 'Fills'
  | 'Balances'
  | 'Transfers'
  | 'Keys & fees';

/** A downloaded table without quoted cells. */
export type CsvFile = {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
};

/** The trading page of a market as a person uses it. */
export class TradePage {
  readonly page: Page;
  readonly market: Market;
  readonly ticket: Locator;
  readonly book: Locator;
  readonly tape: Locator;
  readonly chart: Locator;
  readonly account: Locator;
  readonly notices: Locator;
  readonly review: Locator;

  constructor(page: Page, symbol = 'BTC-USDT') {
    const market = findMarket(symbol);
    if (market === undefined) throw new Error(`${symbol} is no market`);
    this.page = page;
    this.market = market;
    this.ticket = page.getByRole('form', { name: `Order for ${market.base}/${market.quote}` });
    this.book = page.getByRole('region', { name: 'Order book' });
    this.tape = page.getByRole('region', { name: 'Trades', exact: true });
    this.chart = page.getByRole('region', { name: 'Chart', exact: true });
    this.account = page.getByRole('region', { name: 'Account', exact: true });
    this.notices = page.getByRole('region', { name: 'Notifications' });
    this.review = page.getByRole('dialog', { name: 'Review the order' });
  }

  async open(): Promise<void> {
    await this.page.goto(`/trade/${this.market.symbol}`);
  }

  /** Opens the page of a connected account and has its wallet approve a trading key. */
  async openTrading(): Promise<void> {
    await this.open();
    await this.button('Enable trading').click();
    await expect(this.field('Size')).toBeVisible();
    await expect(this.ticket.getByText(/^Available/)).toContainText(/\d/);
  }

  /** The ticket's one button, under the name that it must have. */
  button(name: string | RegExp): Locator {
    return this.ticket.getByRole('button', { name, exact: typeof name === 'string' });
  }

  field(
    name: 'Price' | 'Trigger' | 'Size' | 'Take profit' | 'Stop loss' | 'Visible size',
  ): Locator {
    return this.ticket.getByRole('textbox', { name, exact: true });
  }

  /** A figure under the ticket, by its name. */
  preview(name: string | RegExp): Locator {
    const term = this.ticket.getByRole('term').filter({ hasText: name });
    return this.ticket.getByRole('definition').and(term.locator('xpath=following-sibling::dd[1]'));
  }

  async fill(entry: TicketEntry): Promise<void> {
    const { ticket } = this;
    const { side, type, timeInForce, postOnly, takeProfit, stopLoss, visibleSize } = entry;
    if (side !== undefined) await ticket.getByRole('radio', { name: side, exact: true }).check();
    if (type !== undefined) await ticket.getByRole('radio', { name: type, exact: true }).check();
    if (timeInForce !== undefined) {
      await ticket.getByRole('combobox', { name: 'Time in force' }).selectOption(timeInForce);
    }
    if (postOnly !== undefined) {
      await ticket.getByRole('checkbox', { name: 'Post-only' }).setChecked(postOnly);
    }
    if (takeProfit !== undefined || stopLoss !== undefined) {
      await ticket.getByRole('checkbox', { name: 'TP / SL' }).check();
    }
    if (visibleSize !== undefined) {
      await ticket.getByRole('checkbox', { name: 'Iceberg' }).check();
    }
    const texts = [
      ['Trigger', entry.trigger],
      ['Price', entry.price],
      ['Size', entry.size],
      ['Take profit', takeProfit],
      ['Stop loss', stopLoss],
      ['Visible size', visibleSize],
    ] as const;
    for (const [name, text] of texts) if (text !== undefined) await this.field(name).fill(text);
  }

  /** Fills the ticket in, presses its button, whose name begins with what it does, and confirms. */
  async send(entry: TicketEntry): Promise<void> {
    await this.fill(entry);
    await this.button(/^(?:Buy|Sell) \d/).click();
    await this.confirm();
  }

  /** From the review of an order to the exchange. */
  async confirm(): Promise<void> {
    await this.review.getByRole('button', { name: /^Confirm (?:buy|sell)$/ }).click();
    await expect(this.review).toBeHidden();
  }

  /** What the ticket says is available: `50,000.00 USDT`. */
  async available(): Promise<string> {
    return (await this.ticket.getByText(/^Available/).innerText()).replace(/^Available\s*/, '');
  }

  /** What is said of the trading key over the ticket; a phone has it elsewhere. */
  keyNotice(title: string): Locator {
    // The account's panel says it too, in a longer sentence.
    const heading = this.page.getByText(title, { exact: true });
    return this.page.getByRole('status').filter({ has: heading, visible: true });
  }

  /** Shows the book in steps of so much. */
  async groupBook(step: string): Promise<void> {
    await this.book.getByRole('combobox').selectOption({ label: step });
  }

  /** The message about an order, which changes in place: by what it says now. */
  toast(title: string | RegExp): Locator {
    return this.notices.getByRole('article', { name: title });
  }

  /** A tab of the account's panel; its table. */
  async openTab(name: AccountTab): Promise<Locator> {
    await this.account.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    return this.table(name);
  }

  table(name: AccountTab): Locator {
    return this.account.getByRole('grid', { name, exact: true });
  }

  /** A line of the table that is shown, by what stands in it. */
  line(...texts: readonly (string | RegExp)[]): Locator {
    return texts.reduce<Locator>(
      (rows, text) =>
        rows.filter({
          has: this.page.getByRole('gridcell', { name: text, exact: typeof text === 'string' }),
        }),
      this.account.getByRole('row'),
    );
  }

  /** Changes a value of an open order where it stands, and saves it with Enter. */
  async change(line: Locator, field: 'price' | 'size' | 'trigger', text: string): Promise<void> {
    await line.getByRole('button', { name: new RegExp(`^Change ${field} of`) }).click();
    await line.getByRole('textbox', { name: new RegExp(`^New ${field} of`) }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Downloads what a button of the account's panel offers: a CSV file, its rows by their heads. */
  async download(name: string): Promise<CsvFile> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.account.getByRole('button', { name }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const [head = '', ...lines] = text.trimEnd().split('\r\n');
    const columns = head.split(',');
    const rows = lines.map((line) => {
      const cells = line.split(',');
      return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
    });
    return { name: download.suggestedFilename(), rows };
  }
}
