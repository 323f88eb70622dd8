import { type Contract, Currency, Money } from '@watertight/contracts';
import { bank, CaptureRequest } from '@watertight/contracts/bank';
import { checkout } from '@watertight/contracts/checkout';
import { ChargeRequest, payment } from '@watertight/contracts/payment';
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
  });
});

describe('the OpenAPI document', () => {
  const components = {
    ...schemasOf('payment', payment),
    ...schemasOf('bank', bank),
    ...schemasOf('checkout', checkout),
  };
  const amounts = [
    '0',
    '1',
    '0.1',
    '0.00',
    '0.01',
    '1.00',
    '999999.99',
    '1000000.00',
    '0.001',
    '999999.999',
    '01.00',
    '-1.00',
  ];
  const values = Currency.options.flatMap(currency => amounts.map(amount => ({ amount, currency })));

  it.each([
    ['Money', Money, {}],
    ['ChargeRequest', ChargeRequest, { orderId: 'order-1', cardToken: 'tok_visa' }],
    ['CaptureRequest', CaptureRequest, { cardToken: 'tok_visa' }],
  ])('takes and refuses the same amounts as the service: %s', (name, schema, rest) => {
    const alternatives = components[name]?.anyOf ?? [];
    for (const { amount, currency } of values) {
      const published = alternatives.some(
        ({ properties }) =>
          properties.currency.enum.includes(currency) && new RegExp(properties.amount.pattern).test(amount),
      );
      const taken = schema.safeParse({ ...rest, amount, currency }).success;
      expect({ amount, currency, taken: published }).toEqual({ amount, currency, taken });
    }
  });

  it('publishes that what people type is not blank', () => {
    expect(components['Address']).toMatchObject({
      properties: { street: { maxLength: 200, allOf: expect.arrayContaining([{ pattern: String.raw`\S` }]) } },
    });
  });
});

interface Published {
  anyOf?: { properties: { amount: { pattern: string }; currency: { enum: string[] } } }[];
}

function schemasOf(name: string, contract: Contract): Record<string, Published | undefined> {
  const { components } = openApi(name, contract) as { components: { schemas: Record<string, Published> } };
  return components.schemas;
}
