package state

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"os"
)

// A logFile is a file of records that is open for writing.
//
//	+--------+------------------------+--------------------+
//	| header | records of a snapshot  | records of appends |
//	+--------+------------------------+--------------------+
//
// Snapshot and appends share a file, so that whoever opens it by its name has
// both and they fit. The header is logMagic, where the snapshot ends (8 bytes),
// and the CRC-32C of these.
type logFile struct {
	file     *os.File
	size     int64  // behind the last good record
	snapshot int64  // behind the last record of the snapshot
	number   uint32 // of the last record
}

const (
	logMagic   = magic + "verdicts 1\n"
	headerSize = int64(len(logMagic)) + 8 + 4
)

func appendHeader(b []byte, snapshot int64) []byte {
	b = append(b, logMagic...)
	b = binary.LittleEndian.AppendUint64(b, uint64(snapshot))
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// readHeader returns where the snapshot ends.
func readHeader(file io.ReaderAt) (int64, error) {
	b := make([]byte, headerSize)
	n, err := file.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if n < len(b) || string(b[:len(logMagic)]) != logMagic {
		return 0, fmt.Errorf("%w: begins with %.40q instead of %q", ErrDamaged, b[:min(n, len(logMagic))], logMagic)
	}
	snapshot := int64(binary.LittleEndian.Uint64(b[len(logMagic):]))
	if string(appendHeader(nil, snapshot)) != string(b) || snapshot < headerSize {
		return 0, fmt.Errorf("%w: the checksum of the header does not match", ErrDamaged)
	}
	return snapshot, nil
}

// createLogFile makes a file with a snapshot of all. It is on disk, but
// unlike a file that is in use, nobody finds it by the name of one.
func createLogFile(path string, all iter.Seq[Entry]) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	f := &logFile{file: file, size: headerSize}
	err = f.writeAll(all)
	f.snapshot = f.size
	if err == nil {
		_, err = file.WriteAt(appendHeader(nil, f.snapshot), 0)
	}
	if err == nil {
		err = file.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, f.discard())
	}
	return f, nil
}

// writeAll writes the entries, MaxBatch to a record.
func (f *logFile) writeAll(all iter.Seq[Entry]) error {
	record, count := make([]byte, headSize), 0
	for e := range all {
		if err := check(e); err != nil {
			return err
		}
		record = appendEntry(record, e)
		if count++; count < MaxBatch {
			continue
		}
		if err := f.write(record); err != nil {
			return err
		}
		record, count = record[:headSize], 0
	}
	if count == 0 {
		return nil
	}
	return f.write(record)
}

// write puts the record, whose head is still open, behind the last. It is not
// on disk yet. After an error the file is as it was, or the error says that it
// is not.
func (f *logFile) write(record []byte) error {
	seal(record, f.number+1)
	if _, err := f.file.WriteAt(record, f.size); err != nil {
		if cut := f.file.Truncate(f.size); cut != nil {
			return fmt.Errorf("%w, and what was written of it stays there: %w", err, cut)
		}
		return err
	}
	f.size += int64(len(record))
	f.number++
	return nil
}

// discard closes the file and removes it.
func (f *logFile) discard() error {
	return errors.Join(f.file.Close(), os.Remove(f.file.Name()))
}
