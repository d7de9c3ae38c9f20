import { expect, test } from 'vitest';
import { draftOf, lonLatOf, nameSaid, portsOf, wrongPorts } from './discovery-form.rules.ts';

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

test('what is wrong with the ports is named; empty is not wrong but empty', () => {
  for (const typed of ['', ' , ', '80', ' 80, 8000 8899,']) expect(wrongPorts(typed), typed).toBeNull();
  for (const [typed, word] of [
    ['0', '0'],
    ['80,443,abc', 'abc'],
    ['80 65536 x', '65536'],
    ['80;81', '80;81'],
  ] as const)
    expect(wrongPorts(typed), typed).toEqual({ word });
  expect(wrongPorts('1 2 3 4 5 6 7 8 9')).toEqual({ count: 9, most: 8 });
});

test('a place is read as maps write it, in either order; what is no place here is none', () => {
  const place = { lon: 128.8761, lat: 37.7519 };
  for (const typed of ['37.7519, 128.8761', '128.8761 37.7519', ' 37.7519,128.8761 '])
    expect(lonLatOf(typed)).toEqual(place);
  for (const typed of ['', '37.7519', '37,128,1', '37.7, 38.2', '95, 200', 'a, b'])
    expect(lonLatOf(typed)).toBeNull();
});

test('the name that a device says is proposed, unless it is its model', () => {
  const scopes = ['onvif://www.onvif.org/name/Gate%20A'];
  expect(nameSaid({ scopes, model: 'M1' })).toBe('Gate A');
  expect(nameSaid({ scopes, model: 'gate a' })).toBeNull();
  expect(nameSaid({ scopes: [], model: null })).toBeNull();
});
