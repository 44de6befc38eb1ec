-- Words as they are searched. Documents and queries go the same way, so that both meet: one form of each letter, no
-- marks inside words (oʻ, don't, Arabic vowel signs), no punctuation. Ranges are code points, so that the result does
-- not depend on the locale of the server: with the built-in one the parser takes « and — for letters.
create function search_text(given text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace(
    translate(normalize(given),
      U&'\0451\0401\0623\0625\0622\0649\0629''`\00B4\02BB\02BC\2018\2019\0640\064B\064C\064D\064E\064F\0650\0651\0652',
      U&'\0435\0415\0627\0627\0627\064A\0647'),
    '[^0-9A-Za-z\u00C0-\u024F\u0370-\u060B\u0620-\u1FFF\u2C00-\u2DFF\u3005-\uD7FF\uF900-\uFDCF\uFDF0-\uFDFF\uFE70-\uFEFC]+', ' ', 'g')
$$;

-- The words of a document. The russian configuration stems Cyrillic words as Russian and Latin words as English.
create function search_words(given text) returns tsvector language sql immutable strict parallel safe as $$
  select to_tsvector('russian'::regconfig, search_text(given))
$$;

-- What people type: every word must be there, in any of its forms or as a beginning. Stop words say nothing, except
-- the last one, which may be a word that is still being typed.
create function search_query(asked text) returns tsquery language plpgsql immutable strict parallel safe
  set client_min_messages = warning as $$
declare
  words text[] := array_remove(string_to_array(lower(search_text(asked)), ' '), '');
  most constant int := least(cardinality(words), 12);
  stemmed tsquery;
  found tsquery := '';
begin
  for i in 1 .. most loop
    stemmed := to_tsquery('russian'::regconfig, words[i] || ':*');
    if numnode(stemmed) > 0 or i = most then
      found := found && (stemmed || to_tsquery('simple'::regconfig, words[i] || ':*'));
    end if;
  end loop;
  return found;
end $$;
