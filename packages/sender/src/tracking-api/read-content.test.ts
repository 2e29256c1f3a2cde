import { expect, test } from '@jest/globals'
import { readContent } from './read-content.ts'

test.each([
  ['{"success":true}', 'accepted'],
  [' {}\n', 'accepted'],
  ['{"success":true,"message":"ok","error":null}', 'accepted'],
  ['{"success":false}', 'refusal'],
  [' { "success" : false, "code": "x" }', 'refusal'],
  ['{"code":"x","success":false}', 'refusal'],
  [`{"success":false,"message":"${'x'.repeat(50)}`, 'refusal'],
  ['{"code":"invalid_request"}', 'refusal'],
  ['{"error":"rate_limited"}', 'refusal'],
  ['{"error":{"code":"event_too_large","message":"…"}}', 'refusal'],
  ['{"message":"Forbidden"}', 'stranger'],
  ['{"code":403,"message":"forbidden"}', 'stranger'],
  ['{"timestamp":"…","status":404,"error":"Not Found","path":"/v1/batch"}', 'stranger'],
  ['{"errors":[{"success":false}]}', 'stranger'],
  ['{"success":"false"}', 'stranger'],
  ['"success":false', 'other'],
  ['null', 'other'],
  ['[{}]', 'other'],
  ['OK', 'other'],
  ['{"succ', 'other'],
  ['', 'nothing'],
  [' \r\n', 'nothing'],
  ['\n<!doctype html><title>Sign in</title>', 'page'],
  ['<?xml version="1.0"?><Error/>', 'page'],
] as const)('a body of %j is taken as %s', (body, content) => {
  expect(readContent(body)).toBe(content)
})
