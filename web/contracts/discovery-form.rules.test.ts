import { expect, test } from 'vitest';
import { draftOf, portsOf } from './discovery-form.rules.ts';

test('a search begins with the addresses of a network, at its port or the usual ones', () => {
  expect(draftOf('10.20.1.0/24')).toEqual({ range: '10.20.1.0/24', ports: '80, 8000, 8080' });
  expect(draftOf('127.0.0.1/32:18080')).toEqual({ range: '127.0.0.1/32', ports: '18080' });
  expect(draftOf('[fd00::]/120:80')).toEqual({ range: '[fd00::]/120', ports: '80' });
});

test('ports are read as they are typed, and none is guessed', () => {
  expect(portsOf(' 80, 8000 8899,')).toEqual([80, 8000, 8899]);
  for (const typed of ['', '0', '65536', '80;81', 'http', '1 2 3 4 5 6 7 8 9'])
    expect(portsOf(typed), typed).toBeNull();
});
