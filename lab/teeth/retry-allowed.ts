import { contract, header } from '@watertight/contracts';
import { definePolicies, findPipeline } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit';
import { openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { callers } from './words.ts';

const { full } = definePolicies({ full: { retry: { attempts: 3, firstDelayMs: 10, budget: { burst: 100 } } } });

const fullService = contract({
  read: { method: 'GET', path: '/', summary: 'Something.', repeatable: 'always', answers: { 200: null } },
});

export const retryAllowed: Claim = {
  pattern: 'Retry-Allowed',
  says: 'a service that refuses and says so is asked 20 times by 20 callers, though each may ask three times',
  seen: 'requests for 20 callers',
  holds: atMost(20),
  async look(isOn) {
    const headers = isOn ? { [header.retryAllowed]: 'no' } : {};
    await using callee = await openCallee(response => void response.writeHead(503, headers).end());
    const client = httpClient(fullService, full, [callee.url]);
    await callers(20, () => client.read({}));
    findPipeline(full.name)?.close();
    return callee.asked;
  },
};
