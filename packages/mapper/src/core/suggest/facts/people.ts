import { distinct, own, type Topic } from '../fact.ts'
import { CREATED } from './identity.ts'

const JOINED = `${CREATED}, registered at, date registered, registration date, date joined`

/** The reserved traits of a user. */
export const PERSON: Topic = {
  about: 'person',
  also: ['address'],
  facts: [
    distinct('email', 'text', 'email, email address, mail, primary email, contact email, receipt email'),
    distinct('firstName', 'text', 'first name, given name, forename, name first'),
    distinct('lastName', 'text', 'last name, family name, name last'),
    own('name', 'text', 'name, full name, display name'),
    own(
      'phone',
      'text',
      'phone, phone number, mobile phone, mobile, mobile number, cell phone, primary phone, cell, cell number, contact number, mobile phone number',
    ),
    own('username', 'text', 'username, login, nickname, handle, screen name, login name'),
    own('title', 'text', 'title, job title, job position, position, job role, role title'),
    own('website', 'text', 'website, website url, web site, homepage, homepage url, web url'),
    own(
      'avatar',
      'text',
      'avatar, avatar url, photo url, picture, profile picture, profile image url, image, photo, image url, avatar image url, profile photo url, profile image',
    ),
    distinct('birthday', 'time', 'birthday, birth date, date of birth, dob, birth day'),
    own('gender', 'text', 'gender, sex'),
    own('age', 'number', 'age'),
    own('description', 'text', 'description, bio, biography, about'),
    own('plan', 'text', 'plan, plan name, subscription plan, plan type, pricing plan, subscription tier', {
      worth: 0.95,
    }),
    own('createdAt', 'time', `${JOINED}, signed up at, signed up date, member since, joined at, join date`),
  ],
}

/** What a user's traits say of their company. */
export const COMPANY: Topic = {
  about: 'group',
  facts: [
    own('name', 'text', 'name'),
    own('industry', 'text', 'industry'),
    own('employee_count', 'number', 'employee count, employees, number of employees, size'),
    own('plan', 'text', 'plan'),
  ],
}

/** A company in the row of a person, where its name alone is clear. */
export const EMPLOYER: Topic = {
  about: 'person',
  facts: [
    distinct('name', 'text', 'company name, company, organization name, organization, employer'),
    distinct('industry', 'text', 'industry', { worth: 0.9 }),
    distinct('employee_count', 'number', 'employee count, number of employees'),
  ],
}

/** The reserved traits of a group. */
export const GROUP: Topic = {
  about: 'group',
  facts: [
    own('name', 'text', 'name, display name, legal name'),
    own('industry', 'text', 'industry, sector, vertical, industry name'),
    own(
      'employees',
      'number',
      'employees, number of employees, number employees, employee count, headcount, size',
    ),
    own('plan', 'text', 'plan, plan name, subscription plan, plan type, tier, pricing plan'),
    own('website', 'text', 'website, website url, homepage, web site, homepage url, web url, url'),
    own('phone', 'text', 'phone, phone number, main phone'),
    own('email', 'text', 'email, email address, contact email, billing email'),
    own('avatar', 'text', 'avatar, avatar url, logo, logo url, image, image url'),
    own('description', 'text', 'description, about'),
    own('createdAt', 'time', JOINED),
  ],
}

/** Where somebody lives, or a company has its seat. */
export const ADDRESS: Topic = {
  about: 'address',
  also: ['person', 'group'],
  facts: [
    own('', 'object', 'address'),
    own(
      'street',
      'text',
      'street, street address, line 1, line, address, address 1, address line 1, street 1',
    ),
    own('city', 'text', 'city, town, locality, city name'),
    own('state', 'text', 'state, region, province, state code, province code, state province'),
    own('postalCode', 'id', 'postal code, postal'),
    own('country', 'text', 'country, country code, country name, country iso, country iso 2'),
  ],
}
