import { describe, expect, it } from 'vitest';
import { parseTarget } from './db.ts';

describe('a database address', () => {
  it('of a server is taken apart', () => {
    expect(parseTarget('postgres://owner:p%40ss@db.example:6000/city?sslmode=require')).toEqual({
      host: 'db.example',
      port: 6000,
      database: 'city',
      user: 'owner',
      password: 'p@ss',
      ssl: 'require',
    });
  });

  it('of a socket folder is taken apart', () => {
    expect(parseTarget('postgresql:///city?host=/run/postgresql&user=owner')).toEqual({
      host: '/run/postgresql',
      port: 5432,
      database: 'city',
      user: 'owner',
      password: '',
    });
  });

  it('may hold an IPv6 address', () => {
    expect(parseTarget('postgres://owner@[::1]/city').host).toBe('::1');
  });
});
