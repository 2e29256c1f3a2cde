import { describe, expect, test } from '@jest/globals'
import { readContent } from './read-content.ts'

describe('readContent', () => {
  test.each([
    ['{"success":true}', 'other'],
    ['{"success":false}', 'refusal'],
    [' { "success" : false, "code": "x" }', 'refusal'],
    ['{"code":"x","success":false}', 'refusal'],
    [`{"success":false,"message":"${'x'.repeat(50)}`, 'refusal'],
    ['{"success":"false"}', 'other'],
    ['{"errors":[{"success":false}]}', 'other'],
    ['"success":false', 'other'],
    ['{}', 'other'],
    ['null', 'other'],
    ['', 'other'],
    ['OK', 'other'],
    ['\n<!doctype html><title>Sign in</title>', 'page'],
    ['<?xml version="1.0"?><Error/>', 'page'],
  ])('takes %j as %s', (body, content) => {
    expect(readContent(body)).toBe(content)
  })
})
