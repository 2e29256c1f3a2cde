-- Lets the roles of roles.sql in, each with the password that .env has for it; psql reads them from its environment, where no list of
-- processes shows them.
\getenv migrate MIGRATE_DATABASE_PASSWORD
\getenv extractor EXTRACTOR_DATABASE_PASSWORD
\getenv mapper MAPPER_DATABASE_PASSWORD
\getenv sender SENDER_DATABASE_PASSWORD
\getenv console CONSOLE_DATABASE_PASSWORD
\getenv cli CLI_DATABASE_PASSWORD
alter role sluice_migrate login password :'migrate';
alter role sluice_extractor login password :'extractor';
alter role sluice_mapper login password :'mapper';
alter role sluice_sender login password :'sender';
alter role sluice_console login password :'console';
alter role sluice_cli login password :'cli';
