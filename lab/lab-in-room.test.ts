import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { appsAreBuilt, until } from '@watertight/testing';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';
import { RealShop, shopApps } from './kit/real-shop.ts';
import { enter, roomFetch } from './room-login.fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WITHIN = { withinMs: 30_000 };

describe('the lab in the control room', () => {
  const shop = new RealShop({
    apps: [...shopApps, 'control-room'],
    quick: true,
    faults: true,
    environment: () => ({ LIMITS: 'on' }), // a shop that is whole: a run itself switches them off
  });
  const room = () => shop.urlOf('control-room');
  beforeAll(async () => {
    await appsAreBuilt();
    await shop.open();
    await until(async () => (await page('/lab?experiment=one-shipment')).includes('Run it'), WITHIN);
  }, 90_000);
  afterAll(() => shop.close());
  afterEach(async () => {
    await press('/lab/stop');
    await press('/heal');
    await until(async () => (await state()).lab === undefined, WITHIN);
  });

  const page = async (path: string) => (await roomFetch(room() + path)).text();
  const press = async (path: string, form: Record<string, string> = {}) => {
    const body = new URLSearchParams(form);
    const answer = await roomFetch(room() + path, {
      method: 'POST',
      headers: { origin: room() },
      body,
      redirect: 'manual',
    });
    const text = await answer.text();
    return {
      status: answer.status,
      problem: (answer.ok || text === '' ? {} : JSON.parse(text)) as { detail?: string },
    };
  };
  const run = (experiment: string, guess = '') => press('/lab/runs', { experiment, guess });
  const state = async () => (await (await roomFetch(`${room()}/api/state`)).json()) as { lab?: { experiment: string } };
  const uses = (experiment: string) => until(async () => (await state()).lab?.experiment === experiment, WITHIN);
  /** What the experiment of these tests switches off. */
  const isUncoordinated = async () => /patterns off:<\/b>[^<]*coordination/.test(await page('/'));
  const processOfRun = () => until(() => labProcess(shop.process('control-room').pid), WITHIN);

  describeInBrowser('in a browser', () => {
    const browser = aBrowser();
    const reads = (tab: Page, words: RegExp) =>
      until(async () => words.test((await tab.locator('#lab-now').textContent()) ?? ''), WITHIN);
    const findings = async (tab: Page) => {
      await tab.evaluate(axe);
      const { violations }: AxeResults = await tab.evaluate(`axe.run(document, { resultTypes: ['violations'] })`);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
    };

    it('shows prediction, guess and measurement of a run on one chart, and leaves the shop healed', async () => {
      const tab = await browser.get().newPage({ viewport: { width: 1280, height: 800 } });
      await enter(tab, room());
      await tab.goto(`${room()}/lab`);
      await tab.getByRole('link', { name: /^one-shipment/ }).click();
      expect(await findings(tab)).toEqual([]);
      await tab.getByLabel('How many of 100 stores').fill('5');
      await tab.getByRole('button', { name: 'Run it' }).click();
      await reads(tab, /it runs.*Now: naive/s);
      expect(await tab.locator('#lab-now .guess').count()).toBe(1);
      expect(await findings(tab)).toEqual([]);
      await reads(tab, /it holds|it does not hold|inconclusive/);
      expect((await tab.locator('#lab-now').textContent())?.replaceAll(/\s+/g, ' ')).toMatch(
        /one-shipment, it holds .* naive 95\d+ You guessed 5, and it was \d+\. .* ✓ It does\./,
      );
      await tab.setViewportSize({ width: 320, height: 640 });
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(await findings(tab)).toEqual([]);
      await tab.close();
      await until(async () => (await state()).lab === undefined, WITHIN);
      expect(await isUncoordinated()).toBe(false);
    }, 60_000);

    it('works without script, and ends a run whose button is pressed', async () => {
      const context = await browser.get().newContext({ javaScriptEnabled: false });
      const tab = await context.newPage();
      await enter(tab, room());
      await tab.goto(`${room()}/lab?experiment=one-shipment`);
      await tab.getByRole('button', { name: 'Run it' }).click();
      await until(async () => (await tab.reload()) && (await isUncoordinated()), WITHIN);
      await tab.getByRole('button', { name: 'End it' }).click();
      await reads(tab, /one-shipment, no result/);
      expect(await state()).not.toHaveProperty('lab');
      expect(await isUncoordinated()).toBe(false);
      await context.close();
    }, 60_000);
  });

  it.each([
    ['one-shipment', 'many', /^guess: a number/],
    ['one-shipment', '1e99', /^guess: a number/],
    ['jitter', '5', /^experiment: one of retry, /],
    ['../../etc/passwd', '', /^experiment: one of retry, /],
  ])('refuses %s with the guess "%s"', async (experiment, guess, sentence) => {
    expect(await run(experiment, guess)).toMatchObject({
      status: 400,
      problem: { detail: expect.stringMatching(sentence) },
    });
  });

  it('refuses a second run, and one on a shop that is broken, with a sentence each', async () => {
    await run('one-shipment');
    await uses('one-shipment');
    expect(await run('retry')).toMatchObject({
      status: 409,
      problem: { detail: expect.stringContaining('one-shipment') },
    });
    await press('/lab/stop');
    await press('/faults', { service: 'comments', kind: 'slow', delayMs: '1' });
    expect(await run('retry')).toMatchObject({
      status: 409,
      problem: { detail: expect.stringContaining('comments has the fault slow') },
    });
  }, 30_000);

  it('heals the shop at once when the process of a run is killed, and says so', async () => {
    await run('one-shipment');
    await until(isUncoordinated, WITHIN);
    process.kill(await processOfRun(), 'SIGKILL');
    await until(async () => /no result.*\(SIGKILL\)/s.test(await page('/lab')), WITHIN);
    await until(async () => (await state()).lab === undefined && !(await isUncoordinated()), WITHIN);
  }, 60_000);

  it('leaves no process behind when the control room is stopped', async () => {
    await run('one-shipment');
    await uses('one-shipment');
    const pid = await processOfRun();
    await shop.process('control-room').stop();
    expect(isThere(pid)).toBe(false);
    await shop.start('control-room');
  }, 60_000);
});

/** The process that a control room has started for a run. */
function labProcess(parent: number): number | undefined {
  const children = readdirSync('/proc').filter(pid => isThere(Number(pid)) && parentOf(pid) === parent);
  return children.map(Number)[0];
}

const isThere = (pid: number | undefined) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === false;
  } catch {
    return false;
  }
};

const parentOf = (pid: string) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
