// Check reads a question about a log on standard input and answers on standard output, both as
// JSON. All judgement is that of golang.org/x/mod/sumdb, the client of the Go checksum database;
// only the witness cosignature, which it does not know, is verified here from its specification.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index, Size int64
	Leaf        []byte
	Root        tlog.Hash
	Path        tlog.RecordProof
}

type consistency struct {
	Old, New int64
	OldRoot  tlog.Hash `json:"old_root"`
	NewRoot  tlog.Hash `json:"new_root"`
	Path     tlog.TreeProof
}

type question struct {
	Note        string
	Vkeys       []string
	Witnesses   []*witness
	Inclusion   []inclusion
	Consistency []consistency
	Tiles       []struct {
		Level, Width int
		Index        int64
	}
}

type answer struct {
	Text        string   `json:"text"`
	Signers     []string `json:"signers"`
	Inclusion   []bool   `json:"inclusion"`
	Consistency []bool   `json:"consistency"`
	Tiles       []string `json:"tiles"`
}

// A witness verifies cosignature/v1 lines (C2SP tlog-cosignature).
type witness struct {
	WitnessName string `json:"name"`
	Key         []byte
}

func (w *witness) Name() string { return w.WitnessName }

func (w *witness) KeyHash() uint32 {
	digest := sha256.Sum256(append([]byte(w.WitnessName+"\n\x04"), w.Key...))
	return binary.BigEndian.Uint32(digest[:])
}

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.Key, []byte(message), signature[8:])
}

// open gives the note's text and the names of those whose signatures verify; nothing if it is not
// to be trusted.
func open(q question) (string, []string) {
	var known []note.Verifier
	for _, vkey := range q.Vkeys {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			log.Fatal(err)
		}
		known = append(known, verifier)
	}
	for _, witness := range q.Witnesses {
		known = append(known, witness)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(known...))
	if err != nil {
		return "", nil
	}
	var names []string
	for _, signature := range opened.Sigs {
		names = append(names, signature.Name)
	}
	return opened.Text, names
}

// tilePath is the C2SP path; x/mod's own carries the height as well, and calls entries data.
func tilePath(level int, index int64, width int) string {
	path := tlog.Tile{H: 8, L: level, N: index, W: width}.Path()
	path = strings.Replace(path, "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func main() {
	var q question
	if err := json.NewDecoder(os.Stdin).Decode(&q); err != nil {
		log.Fatal(err)
	}
	var a answer
	a.Text, a.Signers = open(q)
	for _, p := range q.Inclusion {
		err := tlog.CheckRecord(p.Path, p.Size, p.Root, p.Index, tlog.RecordHash(p.Leaf))
		a.Inclusion = append(a.Inclusion, err == nil)
	}
	for _, p := range q.Consistency {
		err := tlog.CheckTree(p.Path, p.New, p.NewRoot, p.Old, p.OldRoot)
		a.Consistency = append(a.Consistency, err == nil)
	}
	for _, t := range q.Tiles {
		a.Tiles = append(a.Tiles, tilePath(t.Level, t.Index, t.Width))
	}
	if err := json.NewEncoder(os.Stdout).Encode(a); err != nil {
		log.Fatal(err)
	}
}
