import { payment } from '@watertight/contracts/payment';
import { openApi } from './openapi.ts';

it('the OpenAPI document says what the contract says, each named schema once', () => {
  expect(openApi('payment', payment)).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/charge-card': {
        post: {
          operationId: 'chargeCard',
          'x-repeatable': 'with-key',
          parameters: [{ name: 'Idempotency-Key', in: 'header', required: true }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ChargeRequest' } } } },
          responses: { '201': {}, '202': {}, default: { description: expect.stringContaining('card-declined') } },
        },
      },
      '/charges/{chargeId}': { get: { parameters: [{ name: 'chargeId', in: 'path', required: true }] } },
    },
    components: { schemas: { ChargeRequest: { required: ['orderId', 'amount', 'currency', 'cardToken'] } } },
  });
});
