import { invalidRequest, readIdempotencyKey } from './serves.ts';

const keyOf = (...lines: string[]) => readIdempotencyKey(lines.flatMap(line => ['Idempotency-Key', line]));

describe('an idempotency key', () => {
  it('means the same bare and quoted', () => {
    expect(keyOf('order-7831-txn-1')).toBe('order-7831-txn-1');
    expect(keyOf('"order-7831-txn-1"')).toBe('order-7831-txn-1');
  });

  it('keeps its case', () => expect(keyOf('Order-1')).not.toBe(keyOf('order-1')));

  it('may have 255 characters and no more', () => {
    expect(keyOf('k'.repeat(255))).toHaveLength(255);
    expect(() => keyOf('k'.repeat(256))).toThrow(
      expect.objectContaining({ code: 'idempotency-key-invalid', status: 400 }),
    );
  });

  it.each(['a b', 'é', '\u0000', '""', 'a\tb'])('is refused as %j', key => {
    expect(() => keyOf(key)).toThrow(expect.objectContaining({ code: 'idempotency-key-invalid' }));
  });

  it('is refused on two header lines, which Node would join', () => {
    expect(() => keyOf('a', 'b')).toThrow(expect.objectContaining({ code: 'idempotency-key-invalid' }));
  });

  it.each([[[]], [['']]])('is missing in %j', lines => {
    expect(() => keyOf(...lines)).toThrow(expect.objectContaining({ code: 'idempotency-key-missing', status: 400 }));
  });
});

it('a broken rule is named with its field', () => {
  const error = invalidRequest([
    { message: 'a decimal string expected', path: ['lines', 0, 'amount'] },
    { message: 'unknown field "x"' },
  ]);
  expect(error).toMatchObject({
    status: 400,
    code: 'invalid-request',
    members: {
      errors: [
        { field: 'lines.0.amount', rule: 'a decimal string expected' },
        { field: 'body', rule: 'unknown field "x"' },
      ],
    },
  });
});
