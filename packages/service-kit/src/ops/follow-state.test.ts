import { request } from 'node:http';
import type { OpsState } from '@watertight/contracts/ops';
import { answer, type AppProcess, fakeServer, opsOnly, realPostgres, startApp, until } from '@watertight/testing';
import { followState } from './follow-state.ts';
import { BEAT_MS } from './state-stream.ts';

const token = opsOnly.authorization.replace('Bearer ', '');
const state = { service: 'comments', ready: true, pipelines: [], policies: {}, faults: [] };

/** Everything that was heard, in its order: a state, `same` or `lost`. */
class Heard {
  readonly all: (OpsState | 'same' | 'lost')[] = [];
  told(told: OpsState) {
    this.all.push(told);
  }
  same() {
    this.all.push('same');
  }
  lost() {
    this.all.push('lost');
  }
  get states() {
    return this.all.filter(each => typeof each === 'object');
  }
}

describe('who follows a service', () => {
  const postgres = realPostgres();
  let comments: AppProcess;
  let heard: Heard;
  let end: () => void;
  beforeAll(async () => (comments = await startApp('comments', { DATABASE_URL: postgres.url, FAULTS: 'on' })));
  afterEach(() => end());
  const follow = (url = comments.url) => {
    heard = new Heard();
    end = followState('search', url, token, heard);
  };
  const hears = (what: () => unknown, withinMs = 3000) => until(what, { withinMs });

  it('hears its state once, and signs of life as long as nothing is otherwise', async () => {
    follow();
    await hears(() => heard.all.length >= 5);
    expect(heard.all.slice(1, 5)).toEqual(['same', 'same', 'same', 'same']);
    expect(heard.states).toMatchObject([{ service: 'comments', ready: true, faults: [] }]);
  });

  it('hears of a fault when it begins and when it ends, whatever else is broken by it', async () => {
    follow();
    const body = JSON.stringify({ kind: 'hang' });
    const headers = { ...opsOnly, 'content-type': 'application/json' };
    await fetch(`${comments.url}/ops/faults/x`, { method: 'PUT', headers, body });
    await hears(() => heard.states.at(-1)?.faults[0]?.kind === 'hang');
    await fetch(`${comments.url}/ops/faults/x`, { method: 'DELETE', headers: opsOnly });
    await hears(() => heard.states.at(-1)?.faults.length === 0);
    expect(heard.all).not.toContain('lost');
  });

  it('is told that it is lost when it dies, and hears it again when it is back, by itself', async () => {
    const mortal = await startApp('comments', { DATABASE_URL: postgres.url });
    const { port } = new URL(mortal.url);
    follow(mortal.url);
    await hears(() => heard.states.length > 0);
    await mortal.kill();
    await hears(() => heard.all.at(-1) === 'lost');
    const states = heard.states.length;
    const reborn = await startApp('comments', { DATABASE_URL: postgres.url, PORT: port });
    await hears(() => heard.states.length > states && heard.states.at(-1)?.ready);
    await reborn.stop();
    expect(heard.all).toContain('lost');
  });

  it('gives a frozen one up after 0.8 s, and hears it again once it is thawed', async () => {
    follow();
    await hears(() => heard.all.at(-1) === 'same');
    comments.freeze();
    await hears(() => heard.all.at(-1) === 'lost');
    const states = heard.states.length;
    comments.thaw();
    await hears(() => heard.states.length > states);
    expect(heard.all.at(-1)).not.toBe('lost');
  });

  it('ends with the service, which waits for no follower', async () => {
    const leaving = await startApp('comments', { DATABASE_URL: postgres.url });
    follow(leaving.url);
    await hears(() => heard.states.length > 0);
    const stoppedMs = performance.now();
    expect(await leaving.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - stoppedMs).toBeLessThan(3000);
    expect(heard.states.at(-1)?.ready).toBe(false);
  });

  it('keeps nothing for a follower that does not read, and goes on with the others', async () => {
    const deaf = request(`${comments.url}/ops/state?follow`, { headers: opsOnly }).end();
    deaf.on('response', answer => answer.pause()).on('error', () => undefined);
    follow();
    await hears(() => heard.all.length >= 4);
    deaf.destroy();
    expect(heard.all).not.toContain('lost');
  });
});

describe('what follows a service that lies', () => {
  let heard: Heard;
  let end: () => void;
  const service = fakeServer();
  afterEach(() => end());
  it.each([
    ['no JSON', answer.garbage()],
    ['another token', answer.json({}, { status: 404 })],
    ['a state against the contract', answer.lines({ ...state, ready: 'yes' })],
    ['half a line', answer.half(state)],
    ['a line without end', answer.endless()],
    ['a reset', answer.reset()],
  ])('is told that it is lost by %s, and asks again', async (_, broken) => {
    service.does(() => broken);
    heard = new Heard();
    end = followState('search', service.url, 'any', heard);
    await until(() => heard.all.length > 0, { withinMs: 3000 });
    expect(new Set(heard.all)).toEqual(new Set(['lost']));
    service.does(() => answer.lines(state));
    await until(() => heard.states.length > 0, { withinMs: 3000 });
  });

  it('is told nothing once it has ended, and leaves no connection', async () => {
    service.does(() => answer.lines(state));
    heard = new Heard();
    end = followState('search', service.url, 'any', heard);
    await until(() => heard.states.length > 1, { withinMs: 3000 });
    end();
    await until(() => service.connections === 0, { withinMs: 1000 });
    const endedMs = performance.now();
    const before = [heard.all.length, service.requests.length];
    await until(() => performance.now() - endedMs > 3 * BEAT_MS, { withinMs: 3000 });
    expect([heard.all.length, service.requests.length]).toEqual(before);
  });
});
