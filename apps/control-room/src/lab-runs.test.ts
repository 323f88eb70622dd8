import { answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import type { StateAnswer } from './show-screen.ts';
import { roomFetch } from './room-fetch.fixture.ts';

/** A real storefront stands for every service: it can be broken, and its patterns can be switched. */
describe('the shop, lent to an experiment', () => {
  const search = fakeServer(answer.nothing);
  const searchProcess = { name: 'search', kind: 'app', state: 'running', ready: true, restarts: 0 };
  const supervisor = fakeServer(({ path }) => {
    const verb = path.split('/')[3];
    if (verb !== undefined) searchProcess.state = verb === 'start' ? 'running' : 'killed';
    return answer.json(verb === undefined ? { processes: [searchProcess] } : searchProcess);
  });
  const services = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
  let room: AppProcess;
  let openRoom: () => Promise<AppProcess>;

  beforeAll(async () => {
    const called = Object.fromEntries(services.map(name => [`${name}_URL`, search.url]));
    const storefront = await startApp('storefront', { ...called, FAULTS: 'on' });
    const urls = Object.fromEntries(services.map(name => [`${name}_URL`, storefront.url]));
    openRoom = () => startApp('control-room', { ...urls, SUPERVISOR_URL: supervisor.url });
    room = await openRoom();
  }, 60_000);
  afterEach(async () => {
    const { lab } = await state();
    if (lab !== undefined) await request('DELETE', `/${lab.id}`);
    await press('/faults/stop');
    await press('/patterns/all/on');
  });

  const request = async (method: string, path = '', body?: unknown) => {
    const response = await roomFetch(`${room.url}/api/lab/runs${path}`, {
      method,
      headers: { origin: room.url, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, answer: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
  };
  const press = (path: string, form: Record<string, string> = {}) =>
    roomFetch(room.url + path, {
      method: 'POST',
      headers: { origin: room.url },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  const state = async () => (await (await roomFetch(`${room.url}/api/state`)).json()) as StateAnswer;
  /** Borrows the shop as soon as it is whole. */
  const borrow = async (seconds = 60) => {
    const take = async () => {
      const { status, answer } = await request('POST', '', { experiment: 'news', seconds });
      return status === 201 && answer;
    };
    return await until(take, { withinMs: 10_000 });
  };
  const refusal = async () => (await request('POST', '', { experiment: 'jitter', seconds: 9 })).answer['detail'] ?? '';
  const isWhole = async () => {
    const all = (await state()).services;
    const pipelines = all.flatMap(each => each.pipelines);
    return (
      all.every(({ faults }) => faults.length === 0) &&
      pipelines.every(({ switches, breaker }) => switches.breaker !== false && breaker?.state !== 'open')
    );
  };
  const breakIt = async () => {
    await press('/faults', { service: 'search', kind: 'slow', delayMs: '1' });
    await press('/patterns/breaker/off');
    await until(async () => !(await isWhole()), { withinMs: 5000 });
  };

  it('is lent to one at a time, and shows to which', async () => {
    await borrow();
    expect((await state()).lab).toMatchObject({ experiment: 'news' });
    expect(await request('POST', '', { experiment: 'jitter', seconds: 9 })).toMatchObject({
      status: 409,
      answer: {
        code: 'shop-not-free',
        detail: expect.stringMatching(/^The experiment news uses the shop until \d\d:/),
      },
    });
  });

  it('is whole again when it is given back, and giving it back twice is no error', async () => {
    const { id } = await borrow();
    await breakIt();
    expect(await request('DELETE', `/${id}`)).toMatchObject({ status: 204 });
    expect({ isWhole: await isWhole(), lab: (await state()).lab }).toEqual({ isWhole: true });
    expect(await request('DELETE', `/${id}`)).toMatchObject({ status: 204 });
  });

  it('has its processes running again when it is given back, and after the time of an experiment that was killed', async () => {
    for (const seconds of [60, 2]) {
      const { id } = await borrow(seconds);
      await press('/processes/search/kill');
      expect(searchProcess.state).toBe('killed');
      if (seconds === 60) await request('DELETE', `/${id}`);
      await until(() => searchProcess.state === 'running', { withinMs: 10_000 });
      await until(async () => (await state()).lab === undefined, { withinMs: 5000 });
    }
  });

  it('heals itself after the time of an experiment that was killed', async () => {
    await borrow(2);
    await breakIt();
    await until(async () => (await state()).lab === undefined && (await isWhole()), { withinMs: 10_000 });
  });

  it('is whole after the time of the loan, even if the control room was killed too', async () => {
    await borrow(3);
    await press('/patterns/breaker/off');
    await until(async () => !(await isWhole()), { withinMs: 5000 });
    await room.kill();
    room = await openRoom();
    await until(isWhole, { withinMs: 10_000 });
  });

  it('is not lent while a fault is on or a pattern is off: the refusal names it', async () => {
    const { id } = await borrow();
    await request('DELETE', `/${id}`);
    await press('/faults', { service: 'search', kind: 'slow', delayMs: '1' });
    expect(await refusal()).toMatch(/^The shop is not whole: \w+ has the fault slow\. "npm run shop heal" heals it\.$/);
    await press('/faults/stop');
    await press('/patterns/breaker/off');
    expect(await refusal()).toMatch(/^The shop is not whole: \w+ runs without breaker\./);
  });

  it.each([
    [{ experiment: 'news', seconds: 0 }, /seconds/],
    [{ experiment: '', seconds: 5 }, /experiment/],
    [{ experiment: '../x', seconds: 5 }, /experiment/],
    [{ experiment: 'news', seconds: 100_000 }, /seconds/],
  ])('refuses %j', async (body, rule) => {
    const { status, answer: problem } = await request('POST', '', body);
    expect({ status, problem: JSON.stringify(problem) }).toEqual({ status: 400, problem: expect.stringMatching(rule) });
  });
});
